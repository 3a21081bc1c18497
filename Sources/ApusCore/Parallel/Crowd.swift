/// What a pool knows of other processes that want the cores its helpers run on, and how many threads it does without
/// because of them.
///
/// After jobs that waited for threads without a core, the next ones run with fewer threads until a certain time of work
/// has passed: work, not time of day, so that a program that computes now and then does not forget in between. Then all
/// threads are tried again. If that goes wrong, the next time without is twice as long, up to `longestTime`; with every
/// `trialTime` that goes well it gets shorter again.
struct Crowd {
    /// The shortest wait for a helper, in nanoseconds, that counts: more than waking a thread takes, less than the turn
    /// of another process.
    static let shortestWait: UInt64 = 300_000

    private static let shortestTime: UInt64 = 16_000_000
    private static let longestTime: UInt64 = 512_000_000
    /// A helper on a core that it shares loses it several times in as much work.
    private static let trialTime: UInt64 = 20_000_000

    /// The work between two looks at the caller's own core.
    private static let timeOfALook: UInt64 = 8_000_000

    /// How many threads fewer a job gets.
    private(set) var threadsAway = 0
    /// The work that is left until all threads are tried again, or until a trial has gone well.
    private var left: UInt64 = 0
    private var nextTime = shortestTime

    /// Whether a job has waited lately.
    private var isNoted: Bool { left > 0 }

    /// A job had to wait for so many threads that had lost their cores. Once may be an accident, twice in a short time not.
    mutating func note(_ threads: Int) {
        guard isNoted else {
            left = Crowd.trialTime
            return
        }
        threadsAway += threads
        left = nextTime
        nextTime = min(2 * nextTime, Crowd.longestTime)
    }

    /// A job took `nanoseconds`. True now and then while threads are away: it is time to see whether the caller shares its
    /// own core, though a helper's is free now.
    mutating func pass(_ nanoseconds: UInt64) -> Bool {
        if left == 0 { return false }
        if nanoseconds < left {
            let looks = threadsAway > 0 && left / Crowd.timeOfALook != (left - nanoseconds) / Crowd.timeOfALook
            left -= nanoseconds
            return looks
        }
        if threadsAway == 0 { nextTime = max(nextTime / 4, Crowd.shortestTime) }
        left = threadsAway > 0 || nextTime > Crowd.shortestTime ? Crowd.trialTime : 0
        threadsAway = 0
        return false
    }
}
