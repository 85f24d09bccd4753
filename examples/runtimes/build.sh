#!/bin/sh
# Builds the packages of the compiled languages for arm64: ./build.sh [go|rust|java|dotnet|powershell ...]
set -eu
cd "$(dirname "$0")"
output="$(cd ../.. && pwd)/build/examples/runtimes"

fresh() {
  rm -rf "${output:?}/$1"
  mkdir -p "$output/$1"
}

go_() (
  fresh go
  cd go
  # Without the RPC of the go1.x runtime, which is gone; static, as there is no libc to rely on.
  CGO_ENABLED=0 GOOS=linux GOARCH=arm64 go build -tags lambda.norpc -trimpath -ldflags="-s -w" -o "$output/go/bootstrap" .
)

rust_() (
  fresh rust
  cd rust
  # https://www.cargo-lambda.info: a cross compiler and cargo in one.
  cargo lambda build --release --arm64 --target-dir "$output/rust-target" --lambda-dir "$output/rust-lambda"
  cp "$output/rust-lambda/greeting/bootstrap" "$output/rust/bootstrap"
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
