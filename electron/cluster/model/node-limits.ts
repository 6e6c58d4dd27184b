/**
 * Of the log of a node. Docker writes a flood nearly twice as fast as it reads it (31 and 17 MB/s, 20.10 on two busy cores): after a
 * minute a reader is 840 MB behind. The oldest file may just have gone.
 */
export const nodeLogLimits = { maxSizeMb: 100, maxFiles: 10 }

/**
 * Whatever the engine's own limits are: with 1024 many pods fail, and with a thousand million old databases and RPC services, which walk
 * through all of them, seem to hang.
 */
export const nodeOpenFiles = { soft: 65_536, hard: 1_048_576 }
