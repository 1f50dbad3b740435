#!/bin/sh
# An `exec` assertion: the reply has at most as many lines as the first argument says. The attempt
# comes as JSON in one line, in which the reply's line ends are written as \n.
lines=$(sed 's/.*"reply":{"text":"\([^"]*\)".*/\1/' | awk -F '\\\\n' '{ print NF }')
if [ "$lines" -le "$1" ]; then
  echo true
else
  echo "{\"pass\": false, \"reason\": \"$lines lines instead of $1\"}"
fi
