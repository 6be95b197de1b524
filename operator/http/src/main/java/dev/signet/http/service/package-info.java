/**
 * The token service as a server: listeners, what a request is to every endpoint, and how refusals are told. The endpoints themselves
 * are beside this package, each with its protocol.
 */
@NullMarked
package dev.signet.http.service;

import org.jspecify.annotations.NullMarked;
