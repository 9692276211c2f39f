# Makes an installer (.msi) for Windows, with a Java runtime of its own, in target\installer. NOT RUN YET: modelled on packaging/installer, which
# makes the packages for Linux and is tested; run by .github/workflows/installers.yml.
#
# Needs JAVA_HOME with JDK 25, Maven, and WiX 3 or later on the PATH, which jpackage uses.
$ErrorActionPreference = "Stop"
$PSNativeCommandUseErrorActionPreference = $true
Set-Location (Join-Path $PSScriptRoot "..\..")
$version = ([xml](Get-Content pom.xml)).project.version
$out = "target\installer"
$bin = Join-Path $env:JAVA_HOME "bin"

mvn -q -B -ntp -P installer "-Dmaven.test.skip=true" clean package
New-Item -ItemType Directory -Force $out | Out-Null
& "$bin\java" packaging\build\PackagedJars.java windows-x64 "$out\jars" "target\gpudyno-$version.jar" target\libs
$javafx = (Get-ChildItem target\javafx\javafx-*-win*.jar | ForEach-Object FullName) -join ";"
$jars = Get-ChildItem "$out\jars\*.jar" | ForEach-Object FullName
$found = & "$bin\jdeps" --ignore-missing-deps --multi-release 25 --print-module-deps --class-path "$out\jars\*" --module-path $javafx @jars
$named = (Get-Content packaging\modules.txt | Where-Object { $_ -notmatch "^#" }) -join ","
& "$bin\jlink" --module-path $javafx --add-modules "$found,$named" --no-man-pages --no-header-files --generate-cds-archive --output "$out\runtime"
# JavaFX looks for its libraries beside Java's before it unpacks them into the user's home.
Add-Type -AssemblyName System.IO.Compression.FileSystem
foreach ($jar in Get-ChildItem target\javafx\javafx-*-win*.jar) {
    $zip = [IO.Compression.ZipFile]::OpenRead($jar.FullName)
    foreach ($entry in $zip.Entries | Where-Object { $_.FullName -match "^[^/]+\.dll$" }) {
        $file = Join-Path (Resolve-Path "$out\runtime\bin") $entry.Name
        # Java's runtime already contains the C runtime.
        if (-not (Test-Path $file)) { [IO.Compression.ZipFileExtensions]::ExtractToFile($entry, $file) }
    }
    $zip.Dispose()
}

# The WiX source of this JDK's jpackage, with the links added to what is installed.
& "$bin\jimage" extract --dir "$out\jpackage" --include "regex:/jdk\.jpackage/.*/main\.wxs" (Join-Path $env:JAVA_HOME "lib\modules")
$source = Get-Content -Raw (Get-ChildItem -Recurse "$out\jpackage" -Filter main.wxs).FullName
if (-not $source.Contains("</Feature>")) { throw "main.wxs of this jpackage has no feature to add links to" }
New-Item -ItemType Directory -Force "$out\resources" | Out-Null
$source.Replace("</Feature>", (Get-Content -Raw packaging\windows\links.xml) + "</Feature>") | Set-Content "$out\resources\main.wxs"

$options = Get-Content packaging\java.options | Where-Object { $_ -notmatch "^#" } | ForEach-Object { "--java-options"; $_ }
# With another upgrade code, Windows would install a second program beside the first.
& "$bin\jpackage" --type msi --dest $out --name "GPU Dyno" --app-version $version --vendor "GPU Dyno contributors" `
    --description "A test bench for inference nodes" --license-file LICENSE --icon icons\gpudyno.ico `
    --input "$out\jars" --main-jar "gpudyno-$version.jar" --main-class gpudyno.cli.Main --runtime-image "$out\runtime" `
    --resource-dir "$out\resources" --win-per-user-install --win-menu --win-menu-group "GPU Dyno" --win-shortcut-prompt --win-dir-chooser `
    --win-upgrade-uuid 6d1f7b0e-3c53-4a6a-9b8f-2f3c7c1e9a54 `
    --add-launcher gpudyno=packaging\windows\command.properties @options
Copy-Item "target\gpudyno-$version.cdx.json" $out
Get-ChildItem "$out\*.msi", "$out\*.cdx.json" | ForEach-Object { "{0}  {1}" -f (Get-FileHash $_ -Algorithm SHA256).Hash.ToLower(), $_.Name } |
    Set-Content "$out\SHA256SUMS-windows"
