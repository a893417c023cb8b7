# Nightly job: takes a snapshot of all staff, records what changed since the last one, and keeps nothing for longer than
# ninety days.
#
#   schtasks /Create /TN "Personeel" /SC DAILY /ST 02:30 /TR "powershell -NoProfile -ExecutionPolicy Bypass -File C:\personeel\personeel-nightly.ps1"
#
# Settings come from %APPDATA%\personeel\config.toml of the user that the task runs as, or from variables. The folder must
# be one that only this user can read, since it holds staff data.
param([string] $Folder = "$env:LOCALAPPDATA\personeel")

New-Item -ItemType Directory -Force -Path $Folder | Out-Null
$db = Join-Path $Folder "staff.db"
$today = Get-Date
$begins = if ($today.Month -ge 9) { $today.Year } else { $today.Year - 1 }
$year = "{0}-{1:00}" -f $begins, (($begins + 1) % 100)

personeel snapshot --db $db --school-year $year --format json | Out-Null
$taken = $LASTEXITCODE
if ($taken -ne 0 -and $taken -ne 8) { exit $taken }

# PowerShell's own > would change the encoding; that of cmd keeps the bytes unchanged.
$changes = Join-Path $Folder ("changes-{0:yyyy-MM-dd}.csv" -f $today)
cmd /c "personeel diff --db ""$db"" --exit-code --format csv --csv-dialect excel-be > ""$changes"""
switch ($LASTEXITCODE) {
    { $_ -in 0, 9 } { Remove-Item $changes }
    12 { $taken = 0 }
    default { exit $_ }
}

personeel snapshot prune --db $db --keep 90d --yes --format json | Out-Null
Get-ChildItem $Folder -Filter "changes-*.csv" | Where-Object LastWriteTime -lt $today.AddDays(-90) | Remove-Item
exit $taken
