#!/bin/sh
# Runs in the container of a local registry: cleans up where it was told to, and serves. A cache whose upstream is away does not start by
# itself (docker-registry 2.8): it serves what it has until the upstream is back.

store=/var/lib/registry
config=/etc/sampan/registry.yml
stored=/etc/sampan/stored.yml

program=$(command -v registry || command -v docker-registry)
if [ -z "$program" ]; then
  echo "sampan: this image has no registry" >&2
  exit 127
fi

# What is interrupted here is done at the next start.
if [ -f "$store/sampan-clean" ]; then
  if [ -f "$stored" ]; then
    rm -rf "$store/docker"
  elif [ -d "$store/docker" ]; then
    "$program" garbage-collect --delete-untagged "$config"
  fi
  rm -f "$store/sampan-clean"
fi

[ -f "$stored" ] || exec "$program" serve "$config"

serve() {
  "$program" serve "$1" &
  serving=$!
}

end() {
  kill "$serving" 2>/dev/null
  wait "$serving"
}

# On another port, for a moment: one that cannot ask its upstream ends at once, with an error.
is_upstream_back() {
  REGISTRY_HTTP_ADDR=127.0.0.1:5001 timeout 3 "$program" serve "$config" >/dev/null 2>&1
  case $? in 1 | 2) return 1 ;; esac
}

trap 'end; exit 0' TERM INT
while :; do
  serve "$config"
  wait "$serving"
  echo "sampan: the upstream does not answer; serving what is stored" >&2
  serve "$stored"
  until is_upstream_back; do
    sleep 10 &
    wait $!
  done
  end
done
