#!/bin/sh
# Makes deploy/secrets, with new passwords for deploy/compose.yaml. It changes nothing if the folder exists.
# The files can be read by every user, as those of the containers must read them, but the folder only by its owner.
set -eu
cd "$(dirname "$0")"
if [ -e secrets ]; then
  echo "deploy/secrets exists already: move it away to make new passwords" >&2
  exit 2
fi
random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
database=$(random)
login="admin:$(random)"
umask 022
mkdir -m 700 secrets
mkdir secrets/storywake
printf '%s\n' "$database" > secrets/postgres-password
printf 'postgresql://storywake:%s@database:5432/storywake\n' "$database" > secrets/storywake/STORYWAKE_DATABASE_URL
printf '%s\n' "$login" > secrets/storywake/STORYWAKE_UI_AUTH
cat > secrets/prefect-client.toml <<EOF
active = "storywake"

[profiles.storywake]
PREFECT_API_AUTH_STRING = "$login"
EOF
cat > secrets/prefect-server.toml <<EOF
active = "storywake"

[profiles.storywake]
PREFECT_SERVER_API_AUTH_STRING = "$login"
PREFECT_API_AUTH_STRING = "$login"
PREFECT_API_DATABASE_CONNECTION_URL = "postgresql+asyncpg://storywake:$database@database:5432/prefect"
EOF
chmod 444 secrets/postgres-password secrets/prefect-*.toml secrets/storywake/*
echo "deploy/secrets was made. The Prefect UI asks for the user and password in secrets/storywake/STORYWAKE_UI_AUTH."
