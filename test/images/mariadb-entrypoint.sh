#!/bin/sh
# What the official image of MariaDB does of what Sampan asks it for.
set -e
case "$1" in mariadbd | mysqld) shift ;; esac
data=/var/lib/mysql
read_secret() { if [ -n "$2" ]; then cat "$2"; else printf %s "$1"; fi; }
if [ ! -d $data/mysql ]; then
  password=$(read_secret "$MYSQL_PASSWORD" "$MYSQL_PASSWORD_FILE")
  root=$(read_secret "$MYSQL_ROOT_PASSWORD" "$MYSQL_ROOT_PASSWORD_FILE")
  if [ -z "$root" ]; then
    echo 'Database is uninitialized and password option is not specified' >&2
    exit 1
  fi
  cp -a /usr/share/mysql-template/. $data/
  cat >/tmp/init.sql <<SQL
CREATE USER root@'%' IDENTIFIED BY '$root';
GRANT ALL ON *.* TO root@'%' WITH GRANT OPTION;
SET PASSWORD FOR root@localhost = PASSWORD('$root');
CREATE DATABASE IF NOT EXISTS \`$MYSQL_DATABASE\`;
CREATE USER '$MYSQL_USER'@'%' IDENTIFIED BY '$password';
GRANT ALL ON \`$MYSQL_DATABASE\`.* TO '$MYSQL_USER'@'%';
SQL
  set -- --init-file=/tmp/init.sql "$@"
fi
chown -R mysql:mysql $data
mkdir -p /run/mysqld
chown mysql /run/mysqld
unset MYSQL_PASSWORD MYSQL_ROOT_PASSWORD
exec /usr/sbin/mariadbd --user=mysql --datadir=$data --socket=/run/mysqld/mysqld.sock --bind-address=0.0.0.0 "$@"
