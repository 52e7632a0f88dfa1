/// What an operator wrote, checked and turned into values: zoo.cfg, myid, the arguments of the process.
///
/// Relies on the core's words for members and ensembles. Promises that whatever leaves this room is complete and
/// consistent, and that whatever cannot be honoured is either said in one sentence
/// ({@link io.quorate.runtime.configuration.ServerConfig#warnings()}) or stops the start
/// ({@link io.quorate.runtime.configuration.InvalidConfigException}); a setting that protects something is never
/// ignored.
/// What a newcomer gets wrong: there are two kinds of keys. ZooKeeper's own settings are checked strictly; all others
/// are
/// system properties without their prefix, where the file wins over `-D` and anything but `true` is false.
@NullMarked
package io.quorate.runtime.configuration;

import org.jspecify.annotations.NullMarked;
