#!/usr/bin/env bash
# Starts, stops and asks one server: zkServer.sh [--config <conf-dir>] VERB [cfg file]
# Texts, exit codes, files and variables are those that operators of ZooKeeper have scripted around for years.

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

verb=${1:-}

# A bare name lies in the configuration directory; anything with a directory is taken as it is.
if [ -n "${2:-}" ]; then
  case $2 in
    */*) ZOOCFG=$2 ;;
    *) ZOOCFG=$ZOOCFGDIR/$2 ;;
  esac
fi

JMX=()
if [ -z "${JMXDISABLE:-}" ] || [ "$JMXDISABLE" = false ]; then
  echo "ZooKeeper JMX enabled by default" >&2
  JMX=("-Dcom.sun.management.jmxremote" "-Dcom.sun.management.jmxremote.local.only=${JMXLOCALONLY:-false}")
  if [ -n "${JMXPORT:-}" ]; then
    JMX+=("-Dcom.sun.management.jmxremote.port=$JMXPORT"
      "-Dcom.sun.management.jmxremote.authenticate=${JMXAUTH:-false}"
      "-Dcom.sun.management.jmxremote.ssl=${JMXSSL:-false}")
    [ -z "${JMXHOSTNAME:-}" ] || JMX+=("-Djava.rmi.server.hostname=$JMXHOSTNAME")
  fi
fi
echo "Using config: $ZOOCFG" >&2

# setting KEY [FILE]: the value of a key as the server reads it: the last one wins, blanks around it do not count.
setting() {
  awk -v key="$1" '
    /^[ \t]*[#!]/ { next }
    {
      line = $0
      sub(/\r$/, "", line)
      sub(/^[ \t]+/, "", line)
      if (substr(line, 1, length(key)) != key) next
      line = substr(line, length(key) + 1)
      if (line !~ /^[ \t]*[=:]/) next
      sub(/^[ \t]*[=:][ \t]*/, "", line)
      sub(/[ \t]+$/, "", line)
      value = line
    }
    END { print value }' "${2:-$ZOOCFG}" 2>/dev/null
}

ZOO_DATADIR=$(setting dataDir)
ZOO_DATALOGDIR=$(setting dataLogDir)
ZOO_DATALOGDIR=${ZOO_DATALOGDIR:-$ZOO_DATADIR}
ZOOPIDFILE=${ZOOPIDFILE:-$ZOO_DATADIR/zookeeper_server.pid}
host=${HOSTNAME:-$(uname -n)}
user=${USER:-$(id -un)}
ZOO_LOG_FILE=${ZOO_LOG_FILE:-zookeeper-$user-server-$host.log}
_ZOO_DAEMON_OUT=$ZOO_LOG_DIR/zookeeper-$user-server-$host.out

prepare_directories() {
  local directory
  if [ ! -r "$ZOOCFG" ]; then
    echo "There is no configuration $ZOOCFG to read: copy $ZOOKEEPER_PREFIX/conf/zoo_sample.cfg there and adapt it." >&2
    exit 1
  fi
  if [ -z "$ZOO_DATADIR" ]; then
    echo "dataDir is not set in $ZOOCFG." >&2
    exit 1
  fi
  if [ -n "${ZOO_DATADIR_AUTOCREATE_DISABLE:-}" ]; then
    for directory in "$ZOO_DATADIR/version-2" "$ZOO_DATALOGDIR/version-2"; do
      if [ ! -d "$directory" ]; then
        echo "The data directory $directory does not exist, and ZOO_DATADIR_AUTOCREATE_DISABLE forbids to create it." >&2
        exit 1
      fi
    done
  fi
}

server_command() { # sets COMMAND
  # shellcheck disable=SC2086  # flags are separated by blanks
  jvm_options $SERVER_JVMFLAGS ${JVMFLAGS:-}
  # A heap that holds all znodes wants bounded pauses: a long one looks like a dead server.
  add_collector G1GC
  COMMAND=("$JAVA" "-Dzookeeper.log.dir=$ZOO_LOG_DIR" "-Dzookeeper.log.file=$ZOO_LOG_FILE"
    -XX:+HeapDumpOnOutOfMemoryError "-XX:OnOutOfMemoryError=kill -9 %p")
  [ -z "${ZOO_DATADIR_AUTOCREATE_DISABLE:-}" ] || COMMAND+=(-Dzookeeper.datadir.autocreate=false)
  COMMAND+=(${LOGBACK[@]+"${LOGBACK[@]}"} "${JVM_OPTIONS[@]}" -cp "$CLASSPATH" ${JMX[@]+"${JMX[@]}"} io.quorate.runtime.ServerMain "$ZOOCFG")
}

# Whether a process is the server of a pid file. Pids are used again, in containers after each start.
is_server() {
  local arguments
  kill -0 "$1" 2>/dev/null || return 1
  arguments=$(ps -ww -o args= -p "$1" 2>/dev/null) || return 0
  case $arguments in
    "" | *ServerMain* | *QuorumPeerMain*) return 0 ;;
    *) return 1 ;;
  esac
}

start() {
  local pid
  prepare_directories
  printf '%s' "Starting zookeeper ... "
  if [ -f "$ZOOPIDFILE" ] && pid=$(cat "$ZOOPIDFILE") && is_server "$pid"; then
    echo " already running as process $pid."
    exit 1
  fi
  mkdir -p "$ZOO_LOG_DIR" "$(dirname "$ZOOPIDFILE")" 2>/dev/null
  server_command
  # The shell that is left behind must not hold the caller's terminal or pipes.
  nohup "${COMMAND[@]}" >"$_ZOO_DAEMON_OUT" 2>&1 </dev/null &
  pid=$!
  if [ -z "$pid" ]; then
    echo "SERVER DID NOT START"
    exit 1
  fi
  if ! printf '%s' "$pid" >"$ZOOPIDFILE" 2>/dev/null; then
    echo "FAILED TO WRITE PID"
    exit 1
  fi
  sleep 1
  if kill -0 "$pid" 2>/dev/null; then
    echo "STARTED"
  else
    echo "FAILED TO START"
    exit 1
  fi
}

stop() {
  local pid waited=0
  printf '%s' "Stopping zookeeper ... "
  if [ ! -f "$ZOOPIDFILE" ]; then
    echo "no zookeeper to stop (could not find file $ZOOPIDFILE)"
    return 0
  fi
  pid=$(cat "$ZOOPIDFILE")
  if is_server "$pid"; then
    kill "$pid" 2>/dev/null
    # Whoever restarts or moves files next relies on it being gone.
    while kill -0 "$pid" 2>/dev/null && [ "$waited" -lt 30 ]; do
      sleep 1
      waited=$((waited + 1))
    done
  fi
  rm -f "$ZOOPIDFILE"
  if [ "$waited" -ge 30 ]; then
    echo "process $pid has been told to end and still runs after $waited s" >&2
    return 1
  fi
  echo "STOPPED"
}

# The address and port that follow the `;` of this server's line, as HOST PORT; see `client_address`.
of_member_line() { # of_member_line ID FILE
  local value
  value=$(setting "server.$1" "$2")
  case $value in
    *';'*) value=${value#*;} ;;
    *) return 1 ;;
  esac
  value=${value%%;*}
  case $value in
    "") return 1 ;;
    \[*\]:*) echo "$(expr "$value" : '\[\(.*\)\]:') ${value##*:}" ;;
    *:*) echo "${value%:*} ${value##*:}" ;;
    *) echo "localhost $value" ;;
  esac
}

is_number() {
  case $1 in
    "" | *[!0-9]*) return 1 ;;
  esac
}

# Finds where clients connect to; sets ADDRESS, PORT and SSL.
client_address() {
  local myid found dynamic
  ADDRESS=$(setting clientPortAddress)
  ADDRESS=${ADDRESS:-localhost}
  PORT=$(setting clientPort)
  SSL=false
  if ! is_number "$PORT"; then
    PORT=""
    myid=$({ tr -d ' \t\r\n' <"$ZOO_DATADIR/myid"; } 2>/dev/null)
    if ! is_number "$myid"; then
      echo "myid could not be determined, will not able to locate clientPort in the server configs."
    elif found=$(of_member_line "$myid" "$ZOOCFG"); then
      ADDRESS=${found% *} PORT=${found##* }
    else
      echo "Client port not found in static config file. Looking in dynamic config file."
      dynamic=$(setting dynamicConfigFile)
      if [ -n "$dynamic" ] && found=$(of_member_line "$myid" "$dynamic"); then
        ADDRESS=${found% *} PORT=${found##* }
      else
        echo "Client port not found in the server configs"
      fi
    fi
  fi
  if [ -z "$PORT" ]; then
    echo "Client port not found. Looking for secureClientPort in the static config."
    PORT=$(setting secureClientPort)
    if ! is_number "$PORT"; then
      echo "Unable to find either secure or unsecure client port in any configs. Terminating."
      exit 1
    fi
    ADDRESS=$(setting secureClientPortAddress)
    ADDRESS=${ADDRESS:-localhost}
    SSL=true
  fi
  # What a server listens on is not always what one connects to.
  case $ADDRESS in
    0.0.0.0 | :: | '[::]' | 0:0:0:0:0:0:0:0) ADDRESS=localhost ;;
    \[*\]) ADDRESS=${ADDRESS#\[} ADDRESS=${ADDRESS%\]} ;;
  esac
}

# Sends srvr by means of bash alone: nc is missing on many machines.
srvr() {
  local line
  exec 3<>"/dev/tcp/$1/$2" || return 1
  printf srvr >&3
  while IFS= read -r -t 5 line <&3; do
    printf '%s\n' "$line"
  done
  exec 3>&-
}

status() {
  local answer mode
  client_address
  echo "Client port found: $PORT. Client address: $ADDRESS. Client SSL: $SSL."
  answer=$( (srvr "$ADDRESS" "$PORT") 2>/dev/null)
  mode=$(printf '%s\n' "$answer" | grep '^Mode: ')
  if [ -n "$mode" ]; then
    echo "$mode"
    return 0
  fi
  if [ "$SSL" = true ]; then
    echo "The only client port is a TLS port, which this script cannot ask; for TLS settings of clients see CLIENT_JVMFLAGS."
  fi
  echo "Error contacting service. It is probably not running."
  return 1
}

case $verb in
  start) start ;;
  start-foreground)
    prepare_directories
    server_command
    if [ -n "${ZOO_NOEXEC:-}" ]; then
      "${COMMAND[@]}"
    else
      exec "${COMMAND[@]}"
    fi
    ;;
  print-cmd)
    server_command
    # Quoted, so that it can be pasted back.
    printf '%q ' "${COMMAND[@]}"
    printf '> %q 2>&1 < /dev/null\n' "$_ZOO_DAEMON_OUT"
    ;;
  stop) stop ;;
  version) exec "$JAVA" -XX:TieredStopAtLevel=1 -cp "$CLASSPATH" io.quorate.runtime.QuorateMain version ;;
  restart)
    stop || exit 1
    sleep 3
    start
    ;;
  status) status ;;
  *)
    echo "Usage: $0 [--config <conf-dir>] {start|start-foreground|stop|version|restart|status|print-cmd}" >&2
    exit 2
    ;;
esac
