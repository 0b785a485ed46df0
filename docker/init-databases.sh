#!/bin/sh
# Run once by the postgres image on an empty volume: a role of its own for each of the two that keep data here.
set -eu
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  -v followthrough="$FOLLOWTHROUGH_DB_PASSWORD" -v temporal="$TEMPORAL_DB_PASSWORD" <<'SQL'
CREATE ROLE followthrough LOGIN PASSWORD :'followthrough';
CREATE DATABASE followthrough OWNER followthrough;
CREATE ROLE temporal LOGIN CREATEDB PASSWORD :'temporal';
SQL
