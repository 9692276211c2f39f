#!/bin/sh
# Adds to the base image what it needs besides the program's folder: an account and its folders. The Dockerfile runs it on /, test-image on a folder.
# tree.sh ROOT
set -eu
root=${1%/}
grep -q '^gpudyno:' "$root/etc/passwd" || echo 'gpudyno:x:10001:10001::/var/lib/gpudyno-node:/usr/sbin/nologin' >>"$root/etc/passwd"
grep -q '^gpudyno:' "$root/etc/group" || echo 'gpudyno:x:10001:' >>"$root/etc/group"
mkdir -p "$root/var/lib/gpudyno-node" "$root/etc/gpudyno-node"
chown 10001:10001 "$root/var/lib/gpudyno-node"
chmod 700 "$root/var/lib/gpudyno-node"
