"""Pictures of every screen, light and dark, small and large: `./run screenshots DIR`."""
