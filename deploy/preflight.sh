#!/bin/sh
# Can this machine run the tutor server? Says in plain words what is missing. Called by make.
# usage: preflight.sh PYTHON VENV_FOLDER
set -u
python=$1
venv=$2
fail() {
    echo "The tutor server cannot be installed here: $1" >&2
    exit 1
}

[ "$(uname -s)" = Linux ] || fail "it needs Linux, this is $(uname -s)."
[ "$(uname -m)" = x86_64 ] || fail "it needs an x86-64 processor, this is $(uname -m)."
command -v "$python" >/dev/null 2>&1 ||
    fail "Python 3.11 was not found. Install python3.11, or call make with PYTHON=/path/to/python3.11."
version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
[ "$version" = 3.11 ] ||
    fail "it needs Python 3.11, $python is $version. Call make with PYTHON=/path/to/python3.11."
"$python" -c 'import venv, ensurepip' 2>/dev/null ||
    fail "Python's venv module is missing. On Debian and Ubuntu: apt-get install python3.11-venv."
if [ ! -e "$venv" ]; then
    free_kb=$(df -Pk . | awk 'NR == 2 { print $4 }')
    [ "$free_kb" -ge 5000000 ] ||
        fail "it needs 5 GB of disk for its environment, $((free_kb / 1024)) MB are free here."
fi
