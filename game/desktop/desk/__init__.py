"""The parts of the desk: header, in-tray, levers, drafts, timeline, board and factories."""
