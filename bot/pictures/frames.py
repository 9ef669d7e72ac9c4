"""How the drawing process is spoken to: each message is its length, then itself."""

import struct

LENGTH = struct.Struct(">I")
