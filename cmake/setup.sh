# Sourced by ./run and ./test: installs the Debian packages of the named kinds (cmake/debian-packages) that are missing.
# Needs nothing when everything is there; otherwise root or sudo.

need_packages() { # kind…
  local missing=() kind package have
  have=$(dpkg-query -W -f '${db:Status-Abbrev} ${binary:Package}\n' 2>/dev/null | sed -n 's/^ii *\([^:]*\).*/\1/p')
  while read -r kind package; do
    case " $* " in *" $kind "*) ;; *) continue ;; esac
    # A Node.js or npm from elsewhere does as well as Debian's.
    case $package in nodejs) command -v node >/dev/null && continue ;; npm) command -v npm >/dev/null && continue ;; esac
    grep -qx -- "$package" <<<"$have" || missing+=("$package")
  done < <(grep -v '^#' cmake/debian-packages)
  [ ${#missing[@]} = 0 ] && return 0
  local as_root=()
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || { echo "Missing packages; install as root: apt-get install ${missing[*]}" >&2; return 3; }
    as_root=(sudo)
  fi
  echo "Installing ${#missing[@]} Debian packages: ${missing[*]}" >&2
  "${as_root[@]}" apt-get update -qq >&2 || return 3
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null || return 3
}

# Builds the web client when its sources are newer than the build.
build_web() {
  local stamp=web/dist/.built
  [ -f web/package.json ] || return 0
  if [ -f "$stamp" ] && [ -z "$(find web -path web/node_modules -prune -o -path web/dist -prune -o -path web/verify/node_modules -prune -o -path web/verify/dist -prune -o -type f -newer "$stamp" -print -quit)" ]; then
    return 0
  fi
  build_page web/verify && build_page web && cp web/verify/dist/verify.html web/dist/verify.html && touch "$stamp"
}
build_page() { # folder
  (cd "$1" && { cmp -s package-lock.json node_modules/.installed || install_packages; } && npm run build --silent)
}
# npm 11 refuses in `npm ci` a lock file that leaves out other platforms' optional packages, as npm 9 writes it; install reads it all the same.
install_packages() {
  npm ci --no-audit --no-fund --loglevel=silent || npm install --no-save --no-audit --no-fund --loglevel=error || return 1
  cp package-lock.json node_modules/.installed
}

build_program() { # preset, target…
  local preset=$1
  shift
  [ -f "build/$preset/build.ninja" ] || cmake --preset "$preset" >/dev/null || return 1
  ninja -C "build/$preset" "$@"
}
