@echo off
rem What ./run does, for Windows: set up what is missing, then start the app or a command.
setlocal
set "root=%~dp0"
set "python=%root%.venv\Scripts\python.exe"
fc /b "%root%requirements.lock" "%root%.venv\set-up.lock" >nul 2>&1
if not errorlevel 1 if exist "%python%" goto ready
set "supported=import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))"
set "system=python"
%system% -c "%supported%" >nul 2>&1 && goto set_up
set "system=py -3"
%system% -c "%supported%" >nul 2>&1 && goto set_up
echo Python 3.11, 3.12, 3.13 or 3.14 is needed. Install it, for example with: 1>&2
echo   winget install Python.Python.3.13 1>&2
exit /b 1

:set_up
%system% "%root%packaging\set_up.py" native || exit /b 1

:ready
set "rest="
for /f "tokens=1,*" %%a in ("%*") do set "rest=%%b"
if "%~1"=="test" goto test
if "%~1"=="check" goto check
if "%~1"=="bench" goto bench
if "%~1"=="kills" goto kills
if "%~1"=="screenshots" goto screenshots
"%python%" -P -m vibe_desktop %*
exit /b %errorlevel%

:test
pushd "%root%" && "%python%" -m tests %rest%
exit /b %errorlevel%

:check
pushd "%root%" && "%python%" packaging\check.py
exit /b %errorlevel%

:bench
pushd "%root%" && "%python%" -m tests.benchmarks %rest%
exit /b %errorlevel%

:kills
set "VIBE_KILL_POINTS=150"
if not "%~2"=="" set "VIBE_KILL_POINTS=%~2"
pushd "%root%" && "%python%" -m pytest -q tests\journeys\test_kill_and_resume.py tests\services\test_launches.py tests\services\test_campaign_edits.py tests\services\test_campaign_control.py -k "kill or crash or stopped_at"
exit /b %errorlevel%

:screenshots
"%python%" -P -m tests.screenshots %rest%
exit /b %errorlevel%
