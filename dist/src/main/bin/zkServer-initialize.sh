#!/usr/bin/env bash
# Prepares the directories of a new server, for installations where an empty directory is not to be taken for a new one:
# zkServer-initialize.sh [--configfile=FILE] [--myid=N] [--force]

here=${BASH_SOURCE[0]}
while [ -L "$here" ]; do
  link=$(readlink "$here")
  case $link in
    /*) here=$link ;;
    *) here=$(dirname "$here")/$link ;;
  esac
done
ZOOBINDIR=$(cd -P "$(dirname "$here")" && pwd)
# shellcheck source=zkEnv.sh
. "$ZOOBINDIR/zkEnv.sh"

usage() {
  echo "usage: $0 [--configfile=FILE] [--myid=N] [--force]"
  echo "    --configfile=FILE  the configuration that names the directories (default: $ZOOCFG)"
  echo "    --myid=N           the id of this server, to be written to dataDir/myid"
  echo "    --force            remove what is there"
}

myid=""
force=""
while [ $# -gt 0 ]; do
  case $1 in
    --configfile=*) ZOOCFG=${1#*=} ;;
    --configfile) ZOOCFG=${2:-} && shift ;;
    --myid=*) myid=${1#*=} ;;
    --myid) myid=${2:-} && shift ;;
    --force) force=yes ;;
    -h | --help)
      usage
      exit 0
      ;;
    *)
      usage >&2
      exit 1
      ;;
  esac
  shift
done

setting() {
  sed -n "s/^[[:space:]]*$1[[:space:]]*=[[:space:]]*//p" "$ZOOCFG" | sed 's/[[:space:]]*$//' | tail -n 1
}

if [ ! -r "$ZOOCFG" ]; then
  echo "Cannot read the configuration $ZOOCFG." >&2
  exit 1
fi
data=$(setting dataDir)
log=$(setting dataLogDir)
log=${log:-$data}
if [ -z "$data" ]; then
  echo "Unable to determine dataDir from $ZOOCFG" >&2
  exit 1
fi

if [ -n "$force" ]; then
  echo "Force enabled, data/txnlog directories will be re-initialized"
else
  for directory in "$data" "$log"; do
    if [ -d "$directory/version-2" ]; then
      echo "ZooKeeper data directory already exists at $directory (or use --force to force re-initialization)"
      exit 1
    fi
  done
fi

rm -rf "$data/myid" "$data/version-2" "$log/version-2"
mkdir -p "$data/version-2" "$log/version-2" || exit 1
if [ -n "$myid" ]; then
  echo "Using myid of $myid"
  echo "$myid" >"$data/myid" || exit 1
else
  echo "No myid provided, be sure to specify it in $data/myid if using non-standalone"
fi
touch "$data/initialize"
