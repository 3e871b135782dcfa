"""Where the installed program begins: the same command line as `lanthanide`."""

import multiprocessing

from game.cli import main

if __name__ == "__main__":
    multiprocessing.freeze_support()  # the lab's worker processes start the program anew
    main()
