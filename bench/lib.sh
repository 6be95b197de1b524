# Sourced by the scripts beside it: builds what they measure, and runs it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Builds the operator's jar and the benchmarks, unless SIGNET_BENCH_BUILT says that both are there.
build() {
  if [[ -z "${SIGNET_BENCH_BUILT:-}" ]]; then
    echo "building…" >&2
    mvn -B -ntp -q package -DskipTests >&2
  fi
}

# peers NAME…: makes sure that these programs are there, and exports SIGNET_<NAME>, where each is.
peers() {
  local name path found
  found="$(tools/peers "$@")"
  while read -r name path; do
    export "SIGNET_${name^^}=$path"
  done <<< "$found"
}

# run CLASS ARGUMENT…: runs a class of dev.signet.e2e.bench.
run() {
  build
  local class="dev.signet.e2e.bench.$1"
  shift
  exec java -Dlogback.configurationFile=bench/logback.xml -cp "e2e/target/classes:$(cat e2e/target/classpath.txt)" "$class" "$@"
}
