#!/bin/sh
# enter.sh ROOT COMMAND…: runs a command under ROOT, as the first process of namespaces that the caller has made: mounts, network,
# processes. The machine's other folders keep their paths, so that sockets and bind mounts have one name inside and outside.
# HIDE_CGROUP2=1 takes the hybrid mode's cgroup v2 away, which crun refuses.
set -e
root=$1
shift
# A network of its own, with an address and a way out that leads nowhere: engines derive theirs from what is there.
ip link set lo up
ip link add eth0 type veth peer name way-out
ip link set way-out up
ip link set eth0 up
ip address add 10.250.7.2/24 dev eth0
ip route add default via 10.250.7.1
mount --bind "$root" "$root"
cd "$root"
mount -t proc proc ./proc
mount -t sysfs sysfs ./sys
mount --rbind /sys/fs/cgroup ./sys/fs/cgroup
[ "${HIDE_CGROUP2:-}" = "" ] || umount ./sys/fs/cgroup/unified 2>/dev/null || true
mount --rbind /dev ./dev
mount -t tmpfs tmpfs ./run
for folder in /tmp /root /home /work /srv /opt /mnt; do
  [ -d "$folder" ] || continue
  mkdir -p ".$folder"
  mount --rbind "$folder" ".$folder"
done
pivot_root . .old
umount -l /.old
cd /
"$@" &
child=$!
trap 'kill -TERM $child' TERM INT
# The first process buries all that lose their parent; a signal ends the first wait only.
wait $child || true
wait $child || true
