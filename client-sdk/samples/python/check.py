#!/usr/bin/env python3
"""Asks bex-agent about one phone number over its unix socket: echo "138 2461 0357" | check.py agent.sock"""
import http.client
import json
import socket
import sys


class Agent(http.client.HTTPConnection):
    """HTTP/1.1 over a unix socket; the host name does not matter."""

    def __init__(self, path, timeout=15):
        super().__init__("agent", timeout=timeout)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)

    def post(self, path, message):
        self.request("POST", path, json.dumps(message), {"Content-Type": "application/json"})
        response = self.getresponse()
        answer = json.load(response)
        if response.status != 200:
            raise ValueError(f"{answer['type']} at {answer.get('field')}: {answer.get('detail')}")
        return answer


agent = Agent(sys.argv[1])
answer = agent.post("/v1/check", {"identifiers": [{"kind": "phone", "value": sys.stdin.readline().strip()}], "purpose": "sign-up"})
print(answer["verdict"], "refuse" if answer["should_refuse"] else "let pass")
if "handle" in answer:  # Keep it with the account: before a payout it answers without a charge.
    print("again:", agent.post("/v1/match", {"handle": answer["handle"]})["verdict"])
