#!/usr/bin/env bash
# Installs the independent programs that tests/peers talk to, under var/peers, which git ignores. Needs npm.
# They listen on every interface: on a machine that others reach, run the tests inside a network of their own,
#   unshare -rn bash -c 'ip link set lo up; exec .venv/bin/pytest tests/peers'
set -euo pipefail
mkdir -p "$(dirname "$0")/../../var/peers"
cd "$(dirname "$0")/../../var/peers"
npm install local-slack-linux-x64@0.1.8 --ignore-scripts --no-audit --no-fund --loglevel=error
npm install emulate@0.12.2 node@24 --no-audit --no-fund --loglevel=error
npm install @microsoft/m365agentsplayground@0.2.28 playwright-core@1.65.1 --ignore-scripts --no-audit --no-fund --loglevel=error
# The official schema of the Teams app manifest.
npm install @microsoft/app-manifest@1.1.2 --ignore-scripts --no-audit --no-fund --loglevel=error
# Microsoft's own renderer of cards, with the Markdown that its hosts use.
npm install adaptivecards@3.0.5 markdown-it@14.3.3 --ignore-scripts --no-audit --no-fund --loglevel=error
