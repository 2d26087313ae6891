package sqlstore

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/klauspost/compress/zstd"

	"frontdesk/desk/store"
)

// maxPart is the largest BLOB that is stored; the driver holds one several times over while it is bound.
const maxPart = 256 << 10

// sliceSize is how many raw bytes go into one part. Bytes that do not compress grow by a frame header and
// three bytes per block, which the remainder has room for.
const sliceSize = maxPart - 1024

// Both are safe for concurrent use; EncodeAll and DecodeAll keep no goroutines.
var (
	encoder = must(zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithWindowSize(maxPart),
		zstd.WithLowerEncoderMem(true)))
	decoder = must(zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(maxPart)))
)

// must is for the two constructors above: their options are constants.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// Pack hashes and compresses raw bytes. It may run on many cores at once.
func (s *Store) Pack(raw []byte) store.Packed {
	sum := sha256.Sum256(raw)
	return store.Packed{SHA256: hex.EncodeToString(sum[:]), Size: len(raw), Chunks: compress(raw)}
}

// compress makes parts of at most maxPart bytes, each a zstd frame of its own; at least one.
func compress(raw []byte) [][]byte {
	if len(raw) == 0 {
		return [][]byte{encoder.EncodeAll(nil, nil)}
	}
	var parts [][]byte
	for piece := range slices.Chunk(raw, sliceSize) {
		parts = append(parts, encoder.EncodeAll(piece, nil))
	}
	return parts
}

// expand is the reverse of one part of compress.
func expand(part []byte) ([]byte, error) {
	raw, err := decoder.DecodeAll(part, nil)
	if err != nil {
		return nil, fmt.Errorf("stored bytes are damaged: %w", err)
	}
	return raw, nil
}
