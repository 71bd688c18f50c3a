#!/bin/sh
# Brings up the trial cluster of deploy/compose.yaml and joins its three managers. Harmless when run
# again. `deploy/trial.sh down` removes it with all its state.
set -eu
cd "$(dirname "$0")"
if docker compose version >/dev/null 2>&1; then compose="docker compose"; else compose="docker-compose"; fi
# Named here and not in the file: the docker-compose of Debian 12 does not know the key.
compose="$compose -p skein-trial -f compose.yaml"
if [ "${1:-up}" = down ]; then exec $compose down --volumes; fi

$compose up -d --build
on() { host=$1; shift; $compose exec -T "$host" "$@"; }

for host in m1 m2 m3; do
  until on "$host" skein version >/dev/null 2>&1; do sleep 0.2; done
done
if ! on m1 skein node ls >/dev/null 2>&1; then
  on m1 skein init --advertise-addr 10.99.0.11
fi
token=$(on m1 skein join-token -q manager)
for n in 2 3; do
  on "m$n" skein node ls >/dev/null 2>&1 ||
    on "m$n" skein join --token "$token" --advertise-addr "10.99.0.1$n" 10.99.0.11:2377
done
on m1 skein node ls
echo
echo "Try:  cd deploy; $compose exec m1 skein service create --name web --replicas 3 IMAGE"
echo "End:  deploy/trial.sh down"
