@echo off
rem Sampan in a terminal: the app without a window.
"%~dp0..\..\Sampan.exe" --no-sandbox --log-level=3 --sampan-cli -- %*
