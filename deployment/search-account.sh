#!/usr/bin/env bash
# The market's own account on the search cluster: it may do all with its own indices, and nothing else. Repeating it
# sets the password anew.
set -euo pipefail

put() {
  curl -sf --retry 10 --retry-delay 2 --retry-all-errors --cacert "${SEARCH_CA:-/authority/ca.crt}" \
    -u "elastic:$ELASTIC_PASSWORD" -H 'content-type: application/json' -X PUT -d "$2" "$SEARCH_URL/_security/$1" >/dev/null
}

put role/honghe "{\"cluster\": [\"monitor\"], \"indices\": [{\"names\": [\"$SEARCH_PREFIX\", \"$SEARCH_PREFIX-*\"], \"privileges\": [\"all\"]}]}"
put user/honghe "{\"password\": \"$SEARCH_PASSWORD\", \"roles\": [\"honghe\"]}"
echo "The search cluster knows the market's account."
