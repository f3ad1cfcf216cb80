echo "args $*"
echo "shop $SHOP, colour $COLOUR, endpoint $DEBUG_SESSION_TOKEN"
echo "to stderr" >&2
[ "$1" = stay ] && while true; do sleep 1; done
exit 6
