// Ending at the user's wish, but in good order.

import ArgumentParser
import Glibc
import Synchronization

/// Notes SIGINT and SIGTERM, so that a loop can finish its step, save and end. The second signal ends the program at
/// once.
enum Interruption {
    /// Begins to note the signals.
    static func watch() {
        noted.store(0, ordering: .relaxed)
        var action = sigaction()
        action.__sigaction_handler.sa_handler = noteSignal
        action.sa_flags = SA_RESTART | Int32(bitPattern: SA_RESETHAND)
        // A program that was started from a thread of a pool may have inherited that they are blocked.
        var signals = sigset_t()
        sigemptyset(&signals)
        for signal in [SIGINT, SIGTERM] {
            sigaction(signal, &action, nil)
            sigaddset(&signals, signal)
        }
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }

    /// Whether a signal has come.
    static var hasCome: Bool { noted.load(ordering: .relaxed) != 0 }

    /// The exit code of a program that a signal ended: 130 after SIGINT.
    static var exitCode: ExitCode { ExitCode(128 + noted.load(ordering: .relaxed)) }
}

/// The signal that came, or 0.
private let noted = Atomic<Int32>(0)

/// What the system calls; an atomic store is all that is allowed there.
private func noteSignal(_ signal: Int32) { noted.store(signal, ordering: .relaxed) }
