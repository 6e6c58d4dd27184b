#!/bin/sh
# What the official image of PostgreSQL does of what Sampan asks it for.
set -e
as_postgres() { start-stop-daemon -S -q -c postgres:postgres -x "$@"; }
if [ "$1" = postgres ]; then shift; fi
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  password=$POSTGRES_PASSWORD
  if [ -n "$POSTGRES_PASSWORD_FILE" ]; then password=$(cat "$POSTGRES_PASSWORD_FILE"); fi
  if [ -z "$password" ]; then
    echo 'Error: Database is uninitialized and superuser password is not specified.' >&2
    exit 1
  fi
  mkdir -p "$PGDATA"
  chmod 700 "$PGDATA"
  chown postgres:postgres "$PGDATA"
  printf %s "$password" >/tmp/password
  chown postgres /tmp/password
  as_postgres /usr/lib/postgresql/bin/initdb -- -D "$PGDATA" --username="$POSTGRES_USER" --pwfile=/tmp/password \
    --auth-host=scram-sha-256 --auth-local=trust --locale=C --encoding=UTF8 --no-sync
  rm /tmp/password
  echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
  echo "CREATE DATABASE ${POSTGRES_DB:-$POSTGRES_USER}" |
    as_postgres /usr/lib/postgresql/bin/postgres -- --single -D "$PGDATA" postgres
fi
mkdir -p /var/run/postgresql
chown postgres /var/run/postgresql
unset POSTGRES_PASSWORD
(exec start-stop-daemon -S -q -c postgres:postgres -x /usr/lib/postgresql/bin/postgres -- \
  -D "$PGDATA" -c listen_addresses='*' "$@") &
server=$!
# The official image is stopped by SIGINT, upon which the server waits for no client; an imported one has no signal of its own.
trap 'kill -INT $server' TERM
wait $server || wait $server
