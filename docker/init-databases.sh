#!/bin/sh
# Run once by the postgres image on an empty volume: roles of their own for the two that keep data here.
# Of Followthrough one owns the tables, and the other, which API and worker run under, is granted what they need.
set -eu
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  -v followthrough="$FOLLOWTHROUGH_DB_PASSWORD" -v app="$FOLLOWTHROUGH_APP_DB_PASSWORD" -v temporal="$TEMPORAL_DB_PASSWORD" <<'SQL'
CREATE ROLE followthrough LOGIN PASSWORD :'followthrough';
CREATE ROLE followthrough_app LOGIN PASSWORD :'app';
CREATE DATABASE followthrough OWNER followthrough;
CREATE ROLE temporal LOGIN CREATEDB PASSWORD :'temporal';
SQL
