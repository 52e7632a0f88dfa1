package io.quorate.benchmark;

/// What is asked for, all the time. Data is always 100 bytes.
enum Kind {
    CREATE,
    SET,
    GET
}
