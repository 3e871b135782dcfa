"""Back-test, calibration, par, tournament and benchmark."""
