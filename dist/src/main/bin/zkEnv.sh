#!/usr/bin/env bash
# shellcheck disable=SC2034  # what is set here is for those who source it
#
# What the zk*.sh scripts agree on, under the names that ZooKeeper's operators know. Sourced with ZOOBINDIR set; may
# also be sourced by an operator's own scripts. See docs/operating.md for what each variable means.

ZOOBINDIR=${ZOOBINDIR:-$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)}
ZOOKEEPER_PREFIX=$(cd -P "$ZOOBINDIR/.." && pwd)

# shellcheck source=java.sh
. "$ZOOBINDIR/java.sh"

if [ $# -gt 1 ] && [ "$1" = --config ]; then
  ZOOCFGDIR=$2
  shift 2
fi

if [ -z "${ZOOCFGDIR:-}" ]; then
  if [ -d "$ZOOKEEPER_PREFIX/conf" ]; then
    ZOOCFGDIR=$ZOOKEEPER_PREFIX/conf
  else
    ZOOCFGDIR=$ZOOKEEPER_PREFIX/etc/zookeeper
  fi
fi

if [ -f "$ZOOCFGDIR/zookeeper-env.sh" ]; then
  # shellcheck disable=SC1091
  . "$ZOOCFGDIR/zookeeper-env.sh"
fi

ZOOCFG=$ZOOCFGDIR/${ZOOCFG:-zoo.cfg}

if [ -f "$ZOOCFGDIR/java.env" ]; then
  # shellcheck disable=SC1091
  . "$ZOOCFGDIR/java.env"
fi

ZOO_LOG_DIR=${ZOO_LOG_DIR:-$ZOOKEEPER_PREFIX/logs}

if ! { [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; } && ! command -v java >/dev/null 2>&1; then
  # Neither of the two places that are always named, but there are others.
  if ! JAVA_HOME=$(find_java jre); then
    echo "Error: JAVA_HOME is not set and java could not be found in PATH." >&2
    exit 1
  fi
elif ! java_home=$(find_java jre); then
  explain_java jre >&2
  exit 1
else
  JAVA_HOME=$java_home
fi
JAVA=$JAVA_HOME/bin/java

# Named, so that Logback does not ponder the one in a jar.
LOGBACK=()
if [ -f "$ZOOCFGDIR/logback.xml" ]; then
  LOGBACK=("-Dlogback.configurationFile=$ZOOCFGDIR/logback.xml")
fi
CLASSPATH="$ZOOCFGDIR:$ZOOKEEPER_PREFIX/lib/*${CLASSPATH:+:$CLASSPATH}"

SERVER_JVMFLAGS="-Xmx${ZK_SERVER_HEAP:-1000}m ${SERVER_JVMFLAGS:-}"
CLIENT_JVMFLAGS="-Xmx${ZK_CLIENT_HEAP:-256}m ${CLIENT_JVMFLAGS:-}"
