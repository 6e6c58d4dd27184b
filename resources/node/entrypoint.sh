#!/bin/sh
# Runs in every node between docker-init and k3s: does what k3s itself does only as PID 1, and gives pods a DNS server
# that they can reach. Nothing in here may keep k3s from starting: each step says why it could not and goes on.

say() { echo "time=\"$(date -u +%Y-%m-%dT%H:%M:%SZ)\" level=$1 msg=\"sampan: $2\"" >&2; }

if [ ! -x /bin/k3s ]; then
  say fatal "this image has no /bin/k3s"
  exit 127
fi

# Variables that Docker is not to show to everybody who may look at a container.
[ ! -s /etc/sampan/environment ] || . /etc/sampan/environment

# Go trusts what lies in each of these folders, beside the image's own file.
[ ! -s /etc/sampan/ca/company.crt ] || export SSL_CERT_DIR="/etc/sampan/ca:${SSL_CERT_DIR:-/etc/ssl/certs}"

# cgroup v2: a cgroup with processes in it cannot hand its controllers down, so all of them move into a child first.
# Repeated because processes that are started meanwhile land in the root again.
evacuate_cgroup() {
  [ -f /sys/fs/cgroup/cgroup.controllers ] || return 0
  mkdir -p /sys/fs/cgroup/init || return 1
  for _ in 1 2 3 4 5; do
    while read -r pid; do
      echo "$pid" > /sys/fs/cgroup/init/cgroup.procs 2>/dev/null
    done < /sys/fs/cgroup/cgroup.procs
    sed -e 's/ / +/g' -e 's/^/+/' < /sys/fs/cgroup/cgroup.controllers > /sys/fs/cgroup/cgroup.subtree_control 2>/dev/null && return 0
  done
  return 1
}

# Docker writes the node's fixed address into /etc/hosts; `hostname -i` is not in every userland.
node_address() {
  while read -r address names; do
    case " $names " in *" $(cat /etc/hostname) "*) echo "$address" && return ;; esac
  done < /etc/hosts
}

# Docker's DNS answers on 127.0.0.11, which a pod cannot reach and k3s therefore refuses (it would fall back to 8.8.8.8, which
# closed networks do not have). Queries to the node's own address are redirected to Docker's server, and pods get that address.
# Docker picks the two ports anew at each start and writes them into the nat table before this runs.
forward_dns() {
  grep -q '^nameserver 127\.0\.0\.11' /etc/resolv.conf || return 1
  address=$(node_address)
  [ -n "$address" ] || return 1
  rules=$(iptables-save -t nat 2>/dev/null | grep -- '--to-destination 127\.0\.0\.11:') || return 1
  for protocol in udp tcp; do
    to=$(echo "$rules" | grep -m1 -- "-p $protocol " | sed 's/.*--to-destination //')
    [ -n "$to" ] || return 1
    # PREROUTING is for pods, OUTPUT for pods on the node's own network.
    for chain in PREROUTING OUTPUT; do
      iptables -t nat -I $chain -d "$address/32" -p $protocol --dport 53 -j DNAT --to-destination "$to" || return 1
    done
  done
  # The redirected packet goes to a loopback address; the kernel drops it as martian unless told otherwise.
  echo 1 > /proc/sys/net/ipv4/conf/all/route_localnet || return 1
  # Search domains and options stay as Docker gave them.
  { echo "nameserver $address"; grep -v '^nameserver' /etc/resolv.conf; } > /etc/sampan/resolv.conf
}

# The servers behind Docker's DNS, where this Docker names them and they are no loopback addresses themselves.
upstream_dns() {
  servers=$(sed -n 's/^# ExtServers: \[\(.*\)\]$/\1/p' /etc/resolv.conf | tr ' ' '\n' | sed 's/^host(\(.*\))$/\1/' | grep '^[0-9.]*$' | grep -v '^127\.')
  [ -n "$servers" ] || return 1
  { echo "$servers" | sed 's/^/nameserver /'; grep -v '^nameserver' /etc/resolv.conf; } > /etc/sampan/resolv.conf
}

# An engine's own limit is anything from 1024, too few for many pods, to a thousand million, all of which old programs try to close.
limit_files() {
  hard=$(ulimit -Hn)
  if [ "$hard" = unlimited ] || [ "$hard" -gt 1048576 ]; then
    ulimit -Sn 65536 && ulimit -Hn 1048576
    return
  fi
  [ "$hard" -ge 65536 ] || ulimit -Hn 1048576 2>/dev/null || say warning "no more than $hard files can be open"
  soft=$(ulimit -Sn)
  [ "$soft" -ge 65536 ] || ulimit -Sn 65536 2>/dev/null || ulimit -Sn "$(ulimit -Hn)"
}

# The kubelet reads the size of its machine in /proc and /sys. In a node with limits, these files say the limits.
mask() {
  printf '%s' "$2" > "$1" && mount --bind "$1" "$3"
}

limit_memory() {
  limit=$(cat /sys/fs/cgroup/memory.max 2>/dev/null || cat /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null)
  case $limit in '' | *[!0-9]*) return 0 ;; esac
  total=$(sed -n 's/^MemTotal: *\([0-9]*\) kB$/\1/p' /proc/meminfo)
  [ $((limit / 1024)) -lt "$total" ] || return 0
  own=$((limit / 1024))
  mask /etc/sampan/meminfo "$(printf '%-16s%8s kB\n' MemTotal: $own MemFree: $own MemAvailable: $own Buffers: 0 Cached: 0 SwapCached: 0 SwapTotal: 0 SwapFree: 0)
" /proc/meminfo
}

limit_cpus() {
  if [ -f /sys/fs/cgroup/cpu.max ]; then
    read -r quota period < /sys/fs/cgroup/cpu.max
  else
    quota=$(cat /sys/fs/cgroup/cpu/cpu.cfs_quota_us 2>/dev/null)
    period=$(cat /sys/fs/cgroup/cpu/cpu.cfs_period_us 2>/dev/null)
  fi
  case $quota in '' | *[!0-9]*) return 0 ;; esac
  cpus=$(((quota + period - 1) / period))
  [ "$cpus" -lt "$(grep -c '^processor' /proc/cpuinfo)" ] || return 0
  online=0
  [ "$cpus" = 1 ] || online=0-$((cpus - 1))
  mask /etc/sampan/cpus-online "$online
" /sys/devices/system/cpu/online
}

# k3s applies what lies there, and takes away what an emptied file said before.
host_aliases() {
  to=/var/lib/rancher/k3s/server/manifests/sampan-host-aliases.yaml
  if [ -s /etc/sampan/host-aliases.yaml ]; then
    mkdir -p "${to%/*}" && cp /etc/sampan/host-aliases.yaml "$to"
  elif [ -s "$to" ]; then
    : > "$to"
  fi
}

# Under the name by which a server joins Docker's DNS gives its own address, too; there it would wait for itself for ever. A member
# asks nobody, and one that was removed joins again.
name_others() {
  [ "$1" = server ] || return 0
  etcd=/var/lib/rancher/k3s/server/db/etcd
  [ ! -d $etcd/member ] || [ -e $etcd/tombstone ] || return 0
  name=$(sed -n 's#^server: https://\([^:]*\):.*#\1#p' /etc/rancher/k3s/config.yaml)
  [ -n "$name" ] || return 0
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    # Both kinds of busybox: "Address: 10.0.0.1", "Address 1: 10.0.0.1 name".
    others=$(nslookup "$name" 2>/dev/null | sed -n 's/^Address[ 0-9]*:[[:space:]]*\([0-9.]*\).*/\1/p' | grep -v -e '^127\.' -e "^$(node_address)\$")
    [ -z "$others" ] || break
    sleep 1
  done
  [ -n "$others" ] || return 1
  echo "$others" | sed "s/\$/ $name/" >> /etc/hosts
}

limit_memory || say warning "the kubelet will report the memory of the whole machine"
limit_cpus || say warning "the kubelet will report the processors of the whole machine"
host_aliases || say warning "pods will not find the host aliases"
limit_files || say warning "the limit of open files could not be set"
evacuate_cgroup || say warning "cgroup v2 controllers could not be delegated"
# Pods with Bidirectional mounts (CSI drivers, Cilium) need shared propagation.
mount --make-rshared / || say warning "mounts could not be made shared"
name_others "$@" || say warning "no other server is there under the name that this one joins by"
if forward_dns || upstream_dns; then
  export K3S_RESOLV_CONF=/etc/sampan/resolv.conf
fi

exec /bin/k3s "$@"
