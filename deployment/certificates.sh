#!/usr/bin/env bash
# An authority of our own, and a certificate for each search node, made once; nodes added to the list get theirs later.
set -euo pipefail
certs=/usr/share/elasticsearch/config/certs
cd /usr/share/elasticsearch
umask 027

if [ ! -f "$certs/ca/ca.crt" ]; then
  rm -rf "$certs/ca" "$certs/ca.zip"
  bin/elasticsearch-certutil ca --silent --pem --days 3650 --out "$certs/ca.zip"
  unzip -q "$certs/ca.zip" -d "$certs"
  rm "$certs/ca.zip"
fi
for node in es01 es02 es03; do
  [ -f "$certs/$node/$node.crt" ] && continue
  rm -rf "${certs:?}/$node" "$certs/$node.zip"
  bin/elasticsearch-certutil cert --silent --pem --days 3650 --name "$node" --dns "$node" --dns localhost --ip 127.0.0.1 \
    --ca-cert "$certs/ca/ca.crt" --ca-key "$certs/ca/ca.key" --out "$certs/$node.zip"
  unzip -q "$certs/$node.zip" -d "$certs"
  rm "$certs/$node.zip"
done
chown -R root:0 "$certs"  # the nodes run with the group 0
chmod -R u=rwX,g=rX,o= "$certs"
chmod 600 "$certs/ca/ca.key"
# What the market needs to know the nodes by; keys stay where they are.
cp "$certs/ca/ca.crt" /authority/ca.crt
chmod 755 /authority
chmod 644 /authority/ca.crt
