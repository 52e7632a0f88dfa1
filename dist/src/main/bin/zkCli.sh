#!/usr/bin/env bash
# A command line to the znodes: zkCli.sh [-server host:port,...] [command]

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

ZOO_LOG_FILE=${ZOO_LOG_FILE:-zookeeper-${USER:-$(id -un)}-cli-${HOSTNAME:-$(uname -n)}.log}
# shellcheck disable=SC2086  # flags are separated by blanks
jvm_options -XX:TieredStopAtLevel=1 $CLIENT_JVMFLAGS ${JVMFLAGS:-}
add_collector SerialGC
exec "$JAVA" "${JVM_OPTIONS[@]}" "-Dzookeeper.log.dir=$ZOO_LOG_DIR" "-Dzookeeper.log.file=$ZOO_LOG_FILE" \
  -cp "$CLASSPATH" io.quorate.shell.ShellMain "$@"
