# shellcheck shell=bash
# How up, down and demo start and stop the four services and the gateway. To be
# sourced, with the repository as working directory.
#
# A data folder holds  ingestion/ aggregation/  the stores,
#                      aggregation.key  what checkpoints are signed with,
#                      backups/  what `yuheng backup` writes,
#                      run/  pid and address of every service,
#                      log/  their JSON logs.

bin=${YUHENG_BIN_DIR:-build/release/bin}
services=(validation aggregation ingestion reporting)
processes=("${services[@]}" gateway)

say() { printf '%s\n' "$*"; }
warn() { printf '%s\n' "$*" >&2; }
fail() { warn "$@"; exit 1; }
# The head of the script from line FIRST to LAST is how it is used; asking for it
# is no mistake.
usage() {  # FIRST LAST ARGUMENT
  case "$3" in
    -h | --help) sed -n "$1,$2s/^# \{0,1\}//p" "$0"; exit 0 ;;
    *) sed -n "$1,$2s/^# \{0,1\}//p" "$0" >&2; exit 2 ;;
  esac
}

# The service's process, if the pid in its file is still that service. Told by
# what it was started as: its file may have been replaced by a newer build.
pid_of() {  # DATA SERVICE
  local file="$1/run/$2.pid" pid started
  [ -s "$file" ] || return 1
  pid=$(<"$file")
  IFS= read -r -d '' started 2>/dev/null <"/proc/$pid/cmdline" || return 1
  [ "$(basename "$started")" = "yuheng-$2" ] || return 1
  printf '%s' "$pid"
}

address_of() { cat "$1/run/$2.address"; }  # DATA SERVICE

# Starts one service, unless it runs, and waits until it serves; says why when it
# does not. `started` gets its name. The others know the address that it had: with
# ports=free one that ended gets that again.
start_service() {  # DATA CONFIG configured|free SERVICE FLAGS...
  local data=$1 config=$2 ports=$3 service=$4 pid waited=0 ready
  shift 4
  local address=$data/run/$service.address
  if pid=$(pid_of "$data" "$service"); then
    ready=$address
  else
    ready=$address.new
    started+=("$service")
    [ "$ports" = configured ] ||
      set -- "$@" --metrics_address '' --listen_address \
        "$(cat "$address" 2>/dev/null || echo 127.0.0.1:0)"
    rm -f "$ready"
    "$bin/yuheng-$service" --config "$config/$service.textproto" \
      --address_file "$ready" "$@" >>"$data/log/$service.log" 2>&1 </dev/null &
    pid=$!
    printf '%s\n' "$pid" >"$data/run/$service.pid"
  fi
  # One that runs may have been started just now, by somebody who was interrupted.
  until [ -s "$ready" ]; do
    [ ! -s "$address.new" ] || { ready=$address.new; break; }
    kill -0 "$pid" 2>/dev/null || {
      tail -n 5 "$data/log/$service.log" >&2
      warn "yuheng-$service 没有启动，见 $data/log/$service.log (did not start; see its log)"
      return 1
    }
    waited=$((waited + 1))
    [ "$waited" -lt 300 ] || {
      warn "yuheng-$service: 30 s 内未就绪 (not ready within 30 s)"
      return 1
    }
    sleep 0.1
  done
  [ "$ready" = "$address" ] || mv "$ready" "$address"
}

# Starts all that don't run, or none: those that did start are stopped when one
# does not. CONFIG is a folder like deploy/config. With ports=free every address is
# one that is free, and there are no metrics; otherwise those of CONFIG. What runs
# already has to have been started with the same.
start_cluster() {  # DATA DEPARTMENTS CONFIG configured|free
  local data=$1 departments=$2 config=$3 ports=$4 service started=() running=()
  mkdir -p "$data"/{run,log,ingestion,aggregation}
  for service in "${processes[@]}"; do
    ! pid_of "$data" "$service" >/dev/null || running+=("$service")
  done
  local settings
  settings="$(realpath "$departments") $(realpath "$config") $ports"
  if [ "${#running[@]}" -eq 0 ]; then
    rm -f "$data"/run/*.address*
    printf '%s\n' "$settings" >"$data/run/settings"
  elif [ "${#running[@]}" -eq "${#processes[@]}" ] ||
    [ "$(<"$data/run/settings")" != "$settings" ]; then
    fail "${running[*]} 已在运行 (running already)；先用 ./deploy/down 停止 (stop them first)"
  fi
  start_service "$data" "$config" "$ports" validation &&
    start_service "$data" "$config" "$ports" aggregation \
      --data_dir "$data/aggregation" --backup_dir "$data/backups" \
      --department_file "$departments" &&
    start_service "$data" "$config" "$ports" ingestion \
      --data_dir "$data/ingestion" --backup_dir "$data/backups" \
      --department_file "$departments" \
      --validation_address "$(address_of "$data" validation)" \
      --aggregation_address "$(address_of "$data" aggregation)" &&
    start_service "$data" "$config" "$ports" reporting \
      --department_file "$departments" \
      --aggregation_address "$(address_of "$data" aggregation)" \
      --ingestion_address "$(address_of "$data" ingestion)" &&
    start_service "$data" "$config" "$ports" gateway \
      --ingestion_address "$(address_of "$data" ingestion)" \
      --aggregation_address "$(address_of "$data" aggregation)" \
      --validation_address "$(address_of "$data" validation)" \
      --reporting_address "$(address_of "$data" reporting)" || {
    stop_services "$data" "${started[@]}"
    fail "没有启动任何服务 (no service was started)"
  }
}

# Stops those of the services that run, the front door first, and waits for them.
stop_services() {  # DATA SERVICE...
  local data=$1 service pid waited
  shift
  for service in gateway ingestion reporting aggregation validation; do
    [[ " $* " = *" $service "* ]] || continue
    if pid=$(pid_of "$data" "$service"); then
      kill -TERM "$pid" 2>/dev/null || true
      waited=0
      # Ended, though whoever should take its exit code may not have done so.
      while pid_of "$data" "$service" >/dev/null && [ "$waited" -lt 200 ]; do
        sleep 0.1
        waited=$((waited + 1))
      done
      pid_of "$data" "$service" >/dev/null && say "yuheng-$service ($pid) 未停止 (has not stopped)"
    fi
    rm -f "$data/run/$service.pid"
  done
}

stop_cluster() { stop_services "$1" "${processes[@]}"; }  # DATA

# What a browser opens.
page_of() { printf 'http://%s/' "$(address_of "$1" gateway)"; }  # DATA

# The value of YUHENG_ENDPOINT for a running cluster.
endpoints_of() {  # DATA
  local data=$1 service list=()
  for service in "${services[@]}"; do
    list+=("$service=$(address_of "$data" "$service")")
  done
  (IFS=,; printf '%s' "${list[*]}")
}
