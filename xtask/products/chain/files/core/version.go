// Package core runs a ledger node.
package core

import "fmt"

// Version is this build's release. Clients that speak protocol "1.0" accept any of them.
const Version = "1.0"

// protocolVersion names the wire format, which changes far less often than we release.
const protocolVersion = "1.0"

// minPeer is the oldest peer that this node still answers.
var minPeer = [2]int{1, 0}

// UserAgent identifies the node to its peers.
func UserAgent() string {
	return fmt.Sprintf("chain-core/%s (protocol %s)", Version, protocolVersion)
}
