#!/bin/sh
# keep.sh FOLDER PLAIN STARTTLS TLS IMAPS: starts Postfix on three ports of loopback and a list behind it, and Dovecot on a
# fourth where it is installed; says `ready`, and keeps them until standard input ends, which it does however the caller ends. Then they are stopped, and FOLDER is removed.
# FOLDER/tls holds the certificate, FOLDER/password the password of the user `student`. Needs root, as Postfix does.
set -eu
umask 022
PATH=$PATH:/usr/sbin:/usr/bin
folder=$1 plain=$2 starttls=$3 tls=$4 imaps=$5
here=$(cd "$(dirname "$0")" && pwd)
list=$folder/lists/engine-devel
mlmmj=$(dirname "$(command -v mlmmj-receive)") # it wants to be called by its full path

# Whether a process runs. One that has ended stays as a zombie where the machine's first process waits for nobody.
runs() { # PROCESS
  kill -0 "$1" 2>/dev/null && ! grep -qs '^State:.*zombie' "/proc/$1/status"
}

# Ends the process that FILE names, by force where it takes longer than ten seconds.
end() { # FILE
  pid=$(tr -d ' ' 2>/dev/null <"$1") && kill "$pid" 2>/dev/null || return 0
  for _ in $(seq 200); do
    runs "$pid" || return 0
    sleep 0.05
  done
  kill -KILL "$pid" 2>/dev/null || true
}

stop() {
  end "$folder/dovecot/master.pid"
  end "$folder/queue/pid/master.pid"
  rm -rf "$folder"
}
trap stop EXIT
trap 'exit 1' HUP INT PIPE TERM

filled() {
  sed "s|@folder@|$folder|g; s|@mlmmj@|$mlmmj|; s|@plain@|$plain|; s|@starttls@|$starttls|; s|@tls@|$tls|; s|@imaps@|$imaps|" "$here/$1"
}

postfix_folders() {
  install -d "$folder/etc/sasl" "$folder/queue/pid"
  install -d -o nobody "$folder/mail"
  install -d -o postfix -m 700 "$folder/data"
  for queue in active bounce corrupt defer deferred flush hold incoming private saved trace; do
    install -d -o postfix -m 700 "$folder/queue/$queue"
  done
  install -d -o postfix -g postdrop -m 1730 "$folder/queue/maildrop"
  install -d -o postfix -g postdrop -m 710 "$folder/queue/public"
  filled main.cf >"$folder/etc/main.cf"
  filled master.cf >"$folder/etc/master.cf"
  cp "$here/mailboxes" "$folder/etc/mailboxes"
}

passwords() {
  saslpasswd2 -p -c -f "$folder/etc/sasl/users" -u students.test student <"$folder/password"
  chown postfix "$folder/etc/sasl/users"
  for mechanism in plain login; do
    printf '%s\n' 'pwcheck_method: auxprop' 'auxprop_plugin: sasldb' "mech_list: $mechanism" \
      "sasldb_path: $folder/etc/sasl/users" >"$folder/etc/sasl/$mechanism.conf"
  done
}

list() {
  install -d "$folder/lists"
  printf "%s\n" lists.test mentor@students.test en | mlmmj-make-ml -L engine-devel -s "$folder/lists"
  cd "$list/control"
  echo '[engine]' >prefix
  printf '%s\n' '-- ' 'engine-devel mailing list' 'https://lists.test/engine-devel' >footer
  printf '%s\n' 'List-Id: The engine <engine-devel.lists.test>' 'List-Post: <mailto:engine-devel@lists.test>' >customheaders
  touch subonlypost modnonsubposts notifymod
  echo mentor@students.test >moderators
  echo 127.0.0.1 >relayhost; echo "$plain" >smtpport; echo mail.test >smtphelo
  chown -R list: "$folder/lists"
  sed -n 's/@students.test .*//p' "$here/mailboxes" | while read -r name; do
    case $name in
      mentor | subscriber) "$mlmmj/mlmmj-sub" -L "$list" -a "$name@students.test" -fqs ;;
      stranger | rita) ;;
      *) "$mlmmj/mlmmj-sub" -L "$list" -a "$name@students.test" -fnqs ;;
    esac
  done
}

wrapper() {
  printf '#!/bin/sh\nMAIL_CONFIG=%s exec sendmail "$@"\n' "$folder/etc" >"$folder/sendmail"
  printf '#!/bin/sh\ncat >/dev/null\nexit 67\n' >"$folder/left"
  chmod 755 "$folder/sendmail" "$folder/left"
}

mailboxes() {
  command -v dovecot >/dev/null || return 0
  printf 'rita:{PLAIN}%s::::::\n' "$(cat "$folder/password")" >"$folder/etc/mailbox-passwords"
  filled dovecot.conf >"$folder/etc/dovecot.conf"
  install -d "$folder/dovecot"
  dovecot -c "$folder/etc/dovecot.conf"
}

postfix_folders
passwords
list >/dev/null
wrapper
if ! "$(postconf -c "$folder/etc" -h daemon_directory)/master" -w -c "$folder/etc"; then
  cat "$folder/log" >&2
  exit 1
fi
if ! mailboxes; then
  cat "$folder/dovecot.log" >&2
  exit 1
fi
echo ready
read -r _ || true
