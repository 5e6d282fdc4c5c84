# Sourced: remembers under var/stamps which step has been done for which input.

stamped() { [ "$(cat "var/stamps/$1" 2>/dev/null)" = "$(printf '%s' "$2" | cksum)" ]; }

stamp() { printf '%s' "$2" | cksum >"var/stamps/$1"; }
