package io.quorate.auth;

/// What an operator decides about authentication and ACLs.
///
/// @param skipAcl whether ACLs are ignored altogether
/// @param digestAlgorithm the hash of the digest scheme, `SHA1` unless configured
/// @param superDigest the identity (`name:base64`) that may do everything; empty for none
public record AuthSettings(boolean skipAcl, String digestAlgorithm, String superDigest) {}
