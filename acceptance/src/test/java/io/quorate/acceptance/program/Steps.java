package io.quorate.acceptance.program;

/// What one generation of clients brought with it.
interface Steps {
    void take(Application application) throws Exception;
}
