#!/usr/bin/env bash
# Installs the independent programs that tests/peers talk to, under var/peers, which git ignores. Needs npm and pip.
# They listen on every interface: on a machine that others reach, run the tests inside a network of their own,
#   unshare -rn bash -c 'ip link set lo up; exec .venv/bin/pytest tests/peers'
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
mkdir -p "$here/../../var/peers"
cd "$here/../../var/peers"
npm install local-slack-linux-x64@0.1.8 --ignore-scripts --no-audit --no-fund --loglevel=error
npm install emulate@0.12.2 node@24 --no-audit --no-fund --loglevel=error
npm install @microsoft/m365agentsplayground@0.2.28 playwright-core@1.65.1 --ignore-scripts --no-audit --no-fund --loglevel=error
# The official schema of the Teams app manifest.
npm install @microsoft/app-manifest@1.1.2 --ignore-scripts --no-audit --no-fund --loglevel=error
# Microsoft's own renderer of cards, with the Markdown that its hosts use.
npm install adaptivecards@3.0.5 markdown-it@14.3.3 --ignore-scripts --no-audit --no-fund --loglevel=error

# Tryton (GPL-3, a test tool, never shipped): its own Python, and the books of one company to start each test from.
if [ ! -f tryton/books/sales.sqlite ]; then
  rm -rf tryton && mkdir -p tryton/new
  python3 -m venv tryton/venv
  tryton/venv/bin/python -m pip install --quiet --disable-pip-version-check \
    trytond==8.2.1 trytond_account_credit_limit==8.2.0 trytond_sale_opportunity==8.2.0 proteus==8.2.0
  printf '[database]\nuri = sqlite://\npath = %s\n' "$PWD/tryton/new" > tryton/new.conf
  printf 'admin\n' > tryton/password
  : > tryton/new/sales.sqlite
  TRYTONPASSFILE=tryton/password tryton/venv/bin/trytond-admin -c tryton/new.conf -d sales \
    -u account_credit_limit sale_opportunity --activate-dependencies --email admin@example.com -l en
  tryton/venv/bin/python "$here/tryton_books.py" tryton/new.conf sales
  mv tryton/new tryton/books
fi
