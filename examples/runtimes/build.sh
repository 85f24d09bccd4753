#!/bin/sh
# Builds the packages of the compiled languages for arm64: ./build.sh [go|rust|java|dotnet|powershell ...]
set -eu
cd "$(dirname "$0")"
output="$(cd ../.. && pwd)/build/examples/runtimes"

fresh() {
  rm -rf "${output:?}/$1" "$output/$1.zip"
  mkdir -p "$output/$1"
}

# Lambda starts bootstrap itself, so it must be executable. A folder loses that: Pulumi's zips have no file
# modes. The date is fixed, so that the same build gives the same bytes and isn't deployed again.
zip_bootstrap() {
  python3 - "$output/$1" <<'PYTHON'
import sys, zipfile

folder = sys.argv[1]
entry = zipfile.ZipInfo("bootstrap", date_time=(1980, 1, 1, 0, 0, 0))
entry.create_system = 3  # Unix: the attributes are a file mode
entry.external_attr = 0o100755 << 16
entry.compress_type = zipfile.ZIP_DEFLATED
with open(f"{folder}/bootstrap", "rb") as program, zipfile.ZipFile(f"{folder}.zip", "w") as package:
    package.writestr(entry, program.read())
PYTHON
}

go_() (
  fresh go
  cd go
  # Without the RPC of the go1.x runtime, which is gone; static, as there is no libc to rely on.
  # Without the commit in it, which would make every commit another package.
  CGO_ENABLED=0 GOOS=linux GOARCH=arm64 go build -tags lambda.norpc -trimpath -buildvcs=false \
    -ldflags="-s -w" -o "$output/go/bootstrap" .
  zip_bootstrap go
)

rust_() (
  fresh rust
  cd rust
  # https://www.cargo-lambda.info: a cross compiler and cargo in one.
  cargo lambda build --release --arm64 --target-dir "$output/rust-target" --lambda-dir "$output/rust-lambda"
  cp "$output/rust-lambda/greeting/bootstrap" "$output/rust/bootstrap"
  zip_bootstrap rust
)

java_() (
  fresh java
  javac --release 25 -d "$output/java" java/greeting/Handler.java
)

dotnet_() (
  fresh dotnet
  dotnet publish dotnet/Greeting.csproj --configuration Release --runtime linux-arm64 \
    --self-contained false --output "$output/dotnet" --artifacts-path "$output/dotnet-artifacts"
)

powershell_() (
  fresh powershell
  # AWSLambdaPSCore from 5.0.1: 5.0.0 builds for .NET 10 with modules that don't load there.
  pwsh -NoProfile -Command "Import-Module AWSLambdaPSCore -MinimumVersion 5.0.1; \
    New-AWSPowerShellLambdaPackage -ScriptPath powershell/greeting.ps1 -OutputPackage '$output/powershell.zip'"
  unzip -q "$output/powershell.zip" -d "$output/powershell"
)

[ $# -gt 0 ] || set -- go rust java dotnet powershell
for language in "$@"; do
  "${language}_"
done
