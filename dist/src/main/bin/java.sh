# shellcheck shell=bash
# What all scripts know about Java: where one is, and the options it runs with. Sourced, never run by itself; works in
# bash 3.2 (macOS) and later.
#
#   find_java jre|jdk       prints the home of a Java that is new enough ("jdk": with a compiler); fails if there is none
#   explain_java jre|jdk    says in one sentence how to get one
#   jvm_options FLAGS...    sets the array JVM_OPTIONS: what every JVM of ours runs with, then the flags
#   add_collector NAME      adds a garbage collector to JVM_OPTIONS unless the flags already chose one

QUORATE_JAVA_RELEASE=25

# The feature release of the Java in a home, read from its `release` file: asking the JVM itself takes 40 times as long.
java_release_of() {
  local version=""
  if [ -r "$1/release" ]; then
    version=$(sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9][0-9]*\).*/\1/p' "$1/release" | head -n 1)
  fi
  if [ -z "$version" ]; then
    version=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9][0-9]*\).*/\1/p' | head -n 1)
  fi
  echo "${version:-0}"
}

java_is_usable() {
  [ -x "$1/bin/java" ] || return 1
  [ "$2" != jdk ] || [ -x "$1/bin/javac" ] || return 1
  [ "$(java_release_of "$1")" -ge "$QUORATE_JAVA_RELEASE" ]
}

# The home behind `java` on the PATH, through symbolic links and without `readlink -f`, which old macOS lacks.
java_home_on_path() {
  local file target
  file=$(command -v java 2>/dev/null) || return 1
  while [ -L "$file" ]; do
    target=$(readlink "$file")
    case $target in
      /*) file=$target ;;
      *) file=$(dirname "$file")/$target ;;
    esac
  done
  (cd -P "$(dirname "$file")/.." 2>/dev/null && pwd)
}

find_java() {
  local need=$1 home best="" best_release=0 release
  # What the user chose comes first, even if something newer lies around.
  if [ -n "${JAVA_HOME:-}" ] && java_is_usable "$JAVA_HOME" "$need"; then
    echo "$JAVA_HOME"
    return 0
  fi
  home=$(java_home_on_path) || home=""
  if [ -n "$home" ] && java_is_usable "$home" "$need"; then
    echo "$home"
    return 0
  fi
  # Otherwise the oldest that is new enough: the nearest to what is tested.
  for home in \
    /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java/* /opt/jdk* /opt/jvm/* /usr/local/jdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-/nowhere}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /home/linuxbrew/.linuxbrew/opt/openjdk*/libexec \
    "${SDKMAN_DIR:-${HOME:-/nowhere}/.sdkman}"/candidates/java/* \
    "${HOME:-/nowhere}"/.jdks/* \
    "${HOME:-/nowhere}"/.asdf/installs/java/* \
    "${HOME:-/nowhere}"/.local/share/mise/installs/java/* \
    "${HOME:-/nowhere}"/.gradle/jdks/*; do
    java_is_usable "$home" "$need" || continue
    release=$(java_release_of "$home")
    if [ -z "$best" ] || [ "$release" -lt "$best_release" ]; then
      best=$home
      best_release=$release
    fi
  done
  [ -n "$best" ] && echo "$best"
}

explain_java() {
  local what="Java $QUORATE_JAVA_RELEASE" seen="" get home
  [ "$1" != jdk ] || what="a JDK $QUORATE_JAVA_RELEASE"
  if [ -n "${JAVA_HOME:-}" ]; then
    if [ -x "$JAVA_HOME/bin/java" ]; then
      seen=" (JAVA_HOME is Java $(java_release_of "$JAVA_HOME"))"
    else
      seen=" (JAVA_HOME is $JAVA_HOME, where there is no bin/java)"
    fi
  elif home=$(java_home_on_path) && [ -x "$home/bin/java" ]; then
    seen=" (java on the PATH is Java $(java_release_of "$home"))"
  fi
  case $(uname -s) in
    Darwin) get="'brew install openjdk@$QUORATE_JAVA_RELEASE'" ;;
    *)
      if command -v apt-get >/dev/null 2>&1; then
        get="'sudo apt-get install openjdk-$QUORATE_JAVA_RELEASE-jdk-headless' where your release has it"
      elif command -v dnf >/dev/null 2>&1; then
        get="'sudo dnf install java-$QUORATE_JAVA_RELEASE-openjdk-devel' where your release has it"
      else
        get="your package manager"
      fi
      ;;
  esac
  echo "Quorate needs $what or newer and found none$seen: get one with $get, or from https://adoptium.net, and set JAVA_HOME if it is in an unusual place."
}

jvm_options() {
  JVM_OPTIONS=(
    # Netty uses both; without these a JVM prints warnings today and refuses tomorrow.
    --enable-native-access=ALL-UNNAMED
    --sun-misc-unsafe-memory-access=allow
    # Four bytes less for each of the millions of small objects that a tree is made of.
    -XX:+UseCompactObjectHeaders
    # Few threads, none of which recurses deeply.
    -Xss512k
    "$@"
  )
}

add_collector() {
  # Two collectors on one command line are an error, and people bring their own flags.
  case " ${JVM_OPTIONS[*]} " in
    *" -XX:+Use"*"GC "*) ;;
    *) JVM_OPTIONS=("-XX:+Use$1" "${JVM_OPTIONS[@]}") ;;
  esac
}
