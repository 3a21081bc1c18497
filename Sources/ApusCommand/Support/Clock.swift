// Time since the program began.

import Glibc

enum Clock {
    nonisolated(unsafe) private static var beginning = 0.0

    /// To be called first. Loading the program, before, counts with the processor time that it took.
    static func start() { beginning = seconds(CLOCK_MONOTONIC) - seconds(CLOCK_PROCESS_CPUTIME_ID) }

    /// Seconds since the program began.
    static var now: Double { seconds(CLOCK_MONOTONIC) - beginning }

    private static func seconds(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
