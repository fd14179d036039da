import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Scanner;

/** Asks bex-agent about one phone number over its port: echo "138 2461 0357" | java Check.java http://127.0.0.1:7420 bearer-file */
public final class Check {
    public static void main(String[] arguments) throws Exception {
        String secret = Files.readString(Path.of(arguments[1])).strip();
        // A number as people type it needs no escaping in JSON; for names and accounts use your JSON library.
        String phone = new Scanner(System.in).nextLine().replaceAll("[^0-9+ -]", "");
        String body = "{\"identifiers\":[{\"kind\":\"phone\",\"value\":\"" + phone + "\"}],\"purpose\":\"sign-up\"}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(arguments[0] + "/v1/check"))
            .header("Content-Type", "application/json").header("Authorization", "Bearer " + secret)
            .timeout(Duration.ofSeconds(15)).POST(HttpRequest.BodyPublishers.ofString(body)).build();
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException("HTTP " + response.statusCode() + ": " + response.body());
        }
        // The whole answer is JSON: see spec/agent-openapi.yaml. Two fields suffice here.
        boolean refuse = response.body().contains("\"should_refuse\":true");
        String verdict = response.body().replaceFirst("(?s)^\\{\"verdict\":\"([a-z-]+)\".*$", "$1");
        System.out.println(verdict + (refuse ? " refuse" : " let pass"));
    }
}
