# Shared by .ci/run and .ci/nightly. Each of them is a list of steps, and a step is a
# function. All steps run, also after one that failed; each is timed, and a table of all
# comes at the end.
set -uo pipefail

report=() # the table's lines
failed=0  # how many steps failed

# Runs one step. In a shell of its own, so that it ends at its first command that fails: but
# not behind `if`, `&&` or `||`, where bash ignores that.
run_step() {
  local began=$SECONDS
  printf '\n== %s ==\n' "$1"
  (
    set -e
    "$1"
  )
  local code=$? took=$((SECONDS - began)) result=passed
  if [ "$code" != 0 ]; then
    result=FAILED
    failed=$((failed + 1))
  fi
  report+=("$(printf '%6d s  %-6s  %s' "$took" "$result" "$1")")
  printf '== %s %s after %d s ==\n' "$1" "$result" "$took"
  return "$code"
}

print_report() {
  printf '\n'
  printf '%s\n' "${report[@]}"
  printf '%6d s  in all\n' "$SECONDS"
}

# Reads the arguments: --list, --help, or names of steps. Sets the array chosen; all steps
# without an argument.
choose_steps() {
  chosen=("${steps[@]}")
  [ "$#" = 0 ] && return
  case $1 in
    --list) printf '%s\n' "${steps[@]}" && exit ;;
    --help) echo "usage: $0 [--list] [STEP …]" && exit ;;
  esac
  chosen=("$@")
  local name
  for name in "$@"; do
    case " ${steps[*]} " in
      *" $name "*) ;;
      *) echo "no step $name; $0 --list names them" >&2 && exit 2 ;;
    esac
  done
}

require_node() {
  node -e '
    const [major, minor] = process.versions.node.split(".").map(Number);
    if (major < 20 || (major === 20 && minor < 19)) {
      console.error(`Node ${process.versions.node} is too old: the course needs 20.19 or newer`);
      process.exit(2);
    }' || exit 2
}

# What the tests of chapters 04, 05 and 19 try too, the languages of the example servers,
# and a browser for the site. Without it those tests are skipped by name, so a machine that
# cannot install it is no failure.
install_tools() {
  command -v apt-get > /dev/null && [ "$(id -u)" = 0 ] || return 0
  needs_command redis-server redis-tools redis-server
  needs_command thrift thrift-compiler python3-thrift
  needs_command protoc protobuf-compiler
  needs_command python3 python3
  needs_command go golang-go
  command -v google-chrome > /dev/null || needs_command chromium chromium
}

# Installs Debian's packages for a command, unless it is there.
needs_command() {
  command -v "$1" > /dev/null && return
  {
    timeout 120 apt-get update -q && timeout 120 apt-get install -y -q "${@:2}"
  } > /dev/null 2>&1 || echo "$1 could not be installed: its tests are skipped"
}

install_packages() {
  npm ci
}
