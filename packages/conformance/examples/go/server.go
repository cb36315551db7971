// An RPC server for the protocol in docs/protocol.md: one file, standard library only.
//
// Each connection has a goroutine, which reads a frame, runs its call, and writes the
// answer, in this order. So it stops reading from a client that does not read its
// answers, and answers keep the order of their requests. Only a call that waits (sleep)
// and has an id gets its own goroutine. Goroutines are cheap, the runtime spreads them
// over all cores, and blocking code is the simplest to write.
//
// Params and ids are kept as the JSON text that was received, because encoding/json would
// replace lone surrogates, which are valid data.
//
// Numbers in brackets are clauses of the protocol.
package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"math"
	"net"
	"os"
	"os/signal"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
	"unicode/utf8"
	"unsafe"
)

const (
	maxDepth   = 64        // [4.5]
	maxInteger = 1<<53 - 1 // [5.1]
	linger     = time.Second
	maxKeys    = 256 // [13.4]
	// How long a key is kept after its call; then it counts as new.
	keyKept = 10 * time.Minute
	// How long a stopping server looks for requests that have arrived but were not read.
	lastLook = 20 * time.Millisecond
)

type limits struct {
	maxFrameBytes  int64
	maxInFlight    int64
	maxConnections int64
	frameTimeout   time.Duration
	idleTimeout    time.Duration
	writeTimeout   time.Duration
	grace          time.Duration
}

// ---- Errors ----

// rpcError is an error for the client, with one of the protocol's codes.
type rpcError struct {
	Code      string `json:"code"`
	Message   string `json:"message"`
	Retryable bool   `json:"retryable"`
}

func (e *rpcError) Error() string { return e.Code + ": " + e.Message }

func invalid(format string, args ...any) *rpcError {
	return &rpcError{Code: "INVALID_ARGUMENT", Message: fmt.Sprintf(format, args...)}
}

// ---- Body: bytes to a JSON object (section 4) ----

type object map[string]json.RawMessage

func parseBody(body []byte) (object, *rpcError) {
	switch {
	case len(body) == 0:
		return nil, invalid("a body has at least one byte")
	case !utf8.Valid(body):
		return nil, invalid("the body is not UTF-8")
	case tooDeep(body):
		return nil, invalid("the body is nested deeper than %d levels", maxDepth)
	}
	var members object
	if err := json.Unmarshal(body, &members); err != nil {
		return nil, invalid("the body is not a JSON object: %v", err)
	}
	if members == nil { // null
		return nil, invalid("the body is not a JSON object")
	}
	return members, nil
}

func tooDeep(body []byte) bool {
	depth, quoted := 0, false
	for i := 0; i < len(body); i++ {
		switch c := body[i]; {
		case c == '"':
			quoted = !quoted
		case c == '\\':
			i++ // the next byte is escaped
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}

// ---- Request (section 5) ----

type request struct {
	method  string
	params  json.RawMessage
	id      json.RawMessage // nil: none
	timeout *time.Duration
	key     *string
	oneway  bool
}

// parseRequest reads what it can: the id and oneway count even if the request is invalid
// [6.3, 6.6].
func parseRequest(members object) (request, *rpcError) {
	r := request{params: members["params"]}
	if r.params == nil {
		r.params = json.RawMessage("null")
	}
	var wrong *rpcError
	refuse := func(name, expected string) { wrong = invalid("the member %s must be %s", name, expected) }
	if name, ok := asString(members["in"]); ok {
		r.method = name
	} else {
		refuse("in", "a string, the name of a method")
	}
	if raw, ok := members["id"]; ok {
		_, isString := asString(raw)
		_, isInteger := asInteger(raw)
		if isString || isInteger {
			r.id = raw
		} else {
			refuse("id", "a string or an integer")
		}
	}
	if raw, ok := members["timeout_ms"]; ok {
		if ms, ok := asInteger(raw); ok {
			r.timeout = milliseconds(ms)
		} else {
			refuse("timeout_ms", "an integer")
		}
	}
	if raw, ok := members["idempotency_key"]; ok {
		if key, ok := asString(raw); ok {
			if strings.ContainsRune(key, utf8.RuneError) {
				key = string(raw) // a decoded key could stand for different lone surrogates
			}
			r.key = &key
		} else {
			refuse("idempotency_key", "a string")
		}
	}
	if raw, ok := members["oneway"]; ok {
		if r.oneway = string(raw) == "true"; !r.oneway {
			refuse("oneway", "true, or left out")
		}
	}
	return r, wrong
}

func asString(raw json.RawMessage) (string, bool) {
	if len(raw) == 0 || raw[0] != '"' {
		return "", false
	}
	var text string
	err := json.Unmarshal(raw, &text)
	return text, err == nil
}

// asInteger accepts every notation of an integer: 100, 100.0, 1.0e2.
func asInteger(raw json.RawMessage) (int64, bool) {
	if len(raw) == 0 || !strings.ContainsRune("-0123456789", rune(raw[0])) {
		return 0, false
	}
	value, err := strconv.ParseFloat(string(raw), 64)
	if err != nil || value != math.Trunc(value) || math.Abs(value) > maxInteger {
		return 0, false
	}
	return int64(value), true
}

// milliseconds returns a duration, or the longest Duration if n is too large.
func milliseconds(ms int64) *time.Duration {
	d := time.Duration(math.MaxInt64)
	if ms < int64(d/time.Millisecond) {
		d = time.Duration(ms) * time.Millisecond
	}
	return &d
}

// ---- Methods (section 12) ----

type method struct {
	out   string
	run   func(params json.RawMessage) (json.RawMessage, error)
	waits bool // it takes time but no CPU
}

func methods(withTestMethods bool) map[string]method {
	table := map[string]method{
		"ping": {out: "pong", run: ping},
		"pi":   {out: "pi_r", run: pi},
	}
	if withTestMethods {
		table["sleep"] = method{out: "slept", run: sleep, waits: true}
		table["fail"] = method{out: "failed", run: fail}
		table["blob"] = method{out: "blob", run: blob}
		table["count"] = method{out: "counted", run: count}
	}
	return table
}

func ping(params json.RawMessage) (json.RawMessage, error) { return params, nil }

func pi(params json.RawMessage) (json.RawMessage, error) {
	n, ok := asInteger(params)
	if !ok || n < 0 || n > 10_000_000 {
		return nil, invalid("pi takes an integer from 0 to 10000000")
	}
	sum := 0.0
	for i := n; i >= 0; i-- { // smallest terms first, so that none is lost to rounding
		k := float64(2*i + 1)
		sum += 1 / (k * k)
	}
	return json.Marshal(math.Sqrt(8 * sum))
}

func sleep(params json.RawMessage) (json.RawMessage, error) {
	ms, err := integerMember(params, "ms", 60_000)
	if err != nil {
		return nil, err
	}
	time.Sleep(time.Duration(ms) * time.Millisecond)
	return json.Marshal(ms)
}

func fail(json.RawMessage) (json.RawMessage, error) { panic("this method always fails") }

func blob(params json.RawMessage) (json.RawMessage, error) {
	size, err := integerMember(params, "bytes", 16_777_216)
	if err != nil {
		return nil, err
	}
	return json.Marshal(strings.Repeat("x", int(size)))
}

var counted int64

func count(json.RawMessage) (json.RawMessage, error) {
	return json.Marshal(atomic.AddInt64(&counted, 1))
}

func integerMember(params json.RawMessage, name string, most int64) (int64, error) {
	var members object
	if json.Unmarshal(params, &members) == nil {
		if value, ok := asInteger(members[name]); ok && value >= 0 && value <= most {
			return value, nil
		}
	}
	return 0, invalid("params must be an object with %s, an integer from 0 to %d", name, most)
}

// ---- Idempotency keys (13.2 to 13.4) ----

// outcome is an answer without its id.
type outcome struct {
	out    string
	result json.RawMessage
}

func (e *rpcError) outcome() outcome {
	result, _ := json.Marshal(e) // strings and a boolean: this cannot fail
	return outcome{"error", result}
}

type keyed struct {
	params json.RawMessage
	done   chan struct{} // closed when outcome and endedAt are set
	outcome
	endedAt time.Time
}

type keyTable struct {
	mutex sync.Mutex
	runs  map[[2]string]*keyed
}

// once runs the call, or returns the outcome of the earlier call with the same key.
func (t *keyTable) once(r request, run func() outcome) outcome {
	name := [2]string{r.method, *r.key}
	t.mutex.Lock()
	first, used := t.runs[name]
	if !used {
		t.forgetOld()
		if len(t.runs) >= maxKeys {
			t.mutex.Unlock()
			message := fmt.Sprintf("the table holds %d keys", maxKeys)
			return (&rpcError{"RESOURCE_EXHAUSTED", message, true}).outcome()
		}
		first = &keyed{params: r.params, done: make(chan struct{})}
		t.runs[name] = first
	}
	t.mutex.Unlock()
	if !used {
		first.outcome = run()
		first.endedAt = time.Now()
		close(first.done)
	} else if !sameValue(first.params, r.params) {
		message := "the key was used before with other params"
		return (&rpcError{"FAILED_PRECONDITION", message, false}).outcome()
	}
	<-first.done
	return first.outcome
}

func (t *keyTable) forgetOld() {
	for name, run := range t.runs {
		select {
		case <-run.done:
			if time.Since(run.endedAt) > keyKept {
				delete(t.runs, name)
			}
		default: // still running
		}
	}
}

// sameValue compares two JSON values: numbers as doubles, object members in any order.
func sameValue(a, b json.RawMessage) bool {
	if bytes.Equal(a, b) {
		return true
	}
	one, other := decode(a), decode(b)
	return !strings.ContainsRune(fmt.Sprint(one), utf8.RuneError) && reflect.DeepEqual(one, other)
}

func decode(raw json.RawMessage) any {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var value any
	_ = decoder.Decode(&value) // the body was valid, so this is, too
	return doubles(value)
}

// doubles replaces numbers with doubles; those out of range become infinite.
func doubles(value any) any {
	switch v := value.(type) {
	case json.Number:
		double, _ := v.Float64()
		return double
	case []any:
		for i := range v {
			v[i] = doubles(v[i])
		}
	case map[string]any:
		for name := range v {
			v[name] = doubles(v[name])
		}
	}
	return value
}

// ---- Connections ----

var (
	errFrameTooLarge = errors.New("frame too large")
	errFrameTimeout  = errors.New("frame timeout")
	errIdleTimeout   = errors.New("idle timeout")
	errStopping      = errors.New("server stopping")
)

type connection struct {
	*server
	conn   *net.TCPConn
	reader *bufio.Reader
	name   string

	inFlight chan struct{}  // one element per call in flight [7.3]
	calls    sync.WaitGroup // the same calls, to wait until they end
	writing  sync.Mutex     // held while a frame is written, so frames never mix
	activeAt int64          // Unix time in nanoseconds of the latest call or answer; atomic

	arming    sync.Mutex // held while a read deadline is chosen and set
	lingering bool

	// Used by the connection's own goroutine only.
	noticedStop bool
	owed        int       // buffered bytes that were read before the stop signal [10.2]
	lastLookEnd time.Time // when a stopping server gives up looking for requests
}

func (c *connection) run() {
	err := c.serve()
	var broken *net.OpError
	if errors.As(err, &broken) {
		c.conn.Close() // nothing more can be sent
	}
	c.calls.Wait() // complete requests are answered before anything else [3.2, 8.1, 8.2]
	if err == errFrameTooLarge {
		message := fmt.Sprintf("a frame has at most %d bytes", c.maxFrameBytes)
		c.send((&rpcError{"RESOURCE_EXHAUSTED", message, false}).outcome(), nil)
	}
	c.close()
	log.Printf("%s closed: %v", c.name, err)
}

// serve serves calls until there will be no more, and returns the reason.
func (c *connection) serve() error {
	for {
		c.inFlight <- struct{}{} // Blocks while there are too many calls in flight …
		<-c.inFlight             // … and only this goroutine starts new ones.
		body, refused, err := c.readFrame()
		if err != nil {
			return err
		}
		c.touch()
		c.serveCall(body, refused)
	}
}

// readFrame returns the next body, and whether it arrived after the stop signal.
func (c *connection) readFrame() (body []byte, refused bool, err error) {
	c.noticeStop()
	var length [4]byte
	if err := c.fill(length[:1], time.Time{}); err != nil {
		return nil, false, err
	}
	// The time before this, in which the server did not read, does not count [9.1].
	deadline := time.Now().Add(c.frameTimeout)
	if err := c.fill(length[1:], deadline); err != nil {
		return nil, false, err
	}
	n := int64(binary.LittleEndian.Uint32(length[:])) // [2.1]
	if n > c.maxFrameBytes {
		return nil, false, errFrameTooLarge
	}
	body = make([]byte, n)
	if err := c.fill(body, deadline); err != nil {
		return nil, false, err
	}
	c.owed -= len(length) + len(body)
	return body, c.noticedStop && c.owed < 0, nil
}

// fill reads until the buffer is full. A zero deadline means that no frame has begun.
func (c *connection) fill(buffer []byte, deadline time.Time) error {
	for len(buffer) > 0 {
		if c.reader.Buffered() == 0 {
			if err := c.arm(deadline); err != nil {
				return err
			}
		}
		n, err := c.reader.Read(buffer)
		buffer = buffer[n:]
		if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
			return err
		}
	}
	return nil
}

// arm sets how long the next read may wait, or reports that it has timed out.
func (c *connection) arm(deadline time.Time) error {
	c.arming.Lock()
	defer c.arming.Unlock()
	c.noticeStop()
	timeout := errFrameTimeout
	switch {
	case c.noticedStop && len(c.inFlight) == 0:
		if c.lastLookEnd.IsZero() {
			c.lastLookEnd = time.Now().Add(lastLook)
		}
		deadline, timeout = c.lastLookEnd, errStopping
	case deadline.IsZero() && c.idleTimeout > 0:
		active := time.Unix(0, atomic.LoadInt64(&c.activeAt))
		if len(c.inFlight) > 0 {
			active = time.Now()
		}
		deadline, timeout = active.Add(c.idleTimeout), errIdleTimeout
	}
	if !deadline.IsZero() && time.Now().After(deadline) {
		return timeout
	}
	return c.conn.SetReadDeadline(deadline)
}

// interrupt makes a waiting read call arm again.
func (c *connection) interrupt() {
	c.arming.Lock()
	defer c.arming.Unlock()
	if !c.lingering {
		c.conn.SetReadDeadline(time.Now())
	}
}

func (c *connection) noticeStop() {
	if !c.noticedStop && c.isStopping() {
		c.noticedStop = true
		c.owed = c.reader.Buffered()
	}
}

func (c *connection) touch() { atomic.StoreInt64(&c.activeAt, time.Now().UnixNano()) }

// ---- Calls and answers ----

func (c *connection) serveCall(body []byte, refused bool) {
	cameAt := time.Now()
	members, wrong := parseBody(body)
	if wrong != nil {
		c.send(wrong.outcome(), nil)
		return
	}
	r, wrong := parseRequest(members)
	if wrong == nil && refused {
		wrong = &rpcError{"UNAVAILABLE", "the server is stopping", true}
	}
	if wrong != nil {
		c.answer(r, wrong.outcome())
		return
	}
	c.inFlight <- struct{}{}
	c.calls.Add(1)
	call := func() {
		c.answer(r, c.call(r, cameAt))
		<-c.inFlight
		c.calls.Done()
		if c.isStopping() {
			c.interrupt() // it may have been the last one
		}
	}
	if r.id != nil && c.methods[r.method].waits {
		go call()
	} else {
		call()
	}
}

func (c *connection) call(r request, cameAt time.Time) outcome {
	m, known := c.methods[r.method]
	if !known {
		message := fmt.Sprintf("unknown method %.100q", r.method)
		return (&rpcError{"UNIMPLEMENTED", message, false}).outcome()
	}
	if r.timeout != nil && time.Since(cameAt) >= *r.timeout { // [13.1]
		message := "the deadline passed before the call was started"
		return (&rpcError{"DEADLINE_EXCEEDED", message, true}).outcome()
	}
	run := func() outcome { return runHandler(m, r) }
	if r.key == nil {
		return run()
	}
	return c.keys.once(r, run)
}

func runHandler(m method, r request) (answer outcome) {
	defer func() {
		if reason := recover(); reason != nil {
			log.Printf("the handler of %s panicked: %v", r.method, reason)
			message := fmt.Sprintf("the handler of %s failed", r.method)
			answer = (&rpcError{"INTERNAL", message, false}).outcome() // [6.5]
		}
	}()
	result, err := m.run(r.params)
	if err == nil {
		return outcome{m.out, result}
	}
	var known *rpcError
	if !errors.As(err, &known) {
		known = &rpcError{"INTERNAL", err.Error(), false}
	}
	return known.outcome()
}

func (c *connection) answer(r request, o outcome) {
	if !r.oneway { // [6.6]
		c.send(o, r.id)
	}
}

// send writes an answer. It blocks while the client does not read.
func (c *connection) send(o outcome, id json.RawMessage) {
	frame := encode(o, id)
	if size := int64(len(frame) - 4); size > c.maxFrameBytes { // [3.4]
		message := fmt.Sprintf("the answer would have %d bytes", size)
		frame = encode((&rpcError{"RESOURCE_EXHAUSTED", message, false}).outcome(), id)
	}
	c.writing.Lock()
	defer c.writing.Unlock()
	if err := c.write(frame); err != nil {
		log.Printf("%s %v", c.name, err)
	}
	c.touch()
}

func encode(o outcome, id json.RawMessage) []byte {
	var frame bytes.Buffer
	frame.Write([]byte{0, 0, 0, 0}) // the length, when it is known
	fmt.Fprintf(&frame, `{"out":%q,"result":`, o.out)
	frame.Write(o.result)
	if id != nil {
		frame.WriteString(`,"id":`)
		frame.Write(id)
	}
	frame.WriteByte('}')
	binary.LittleEndian.PutUint32(frame.Bytes(), uint32(frame.Len()-4))
	return frame.Bytes()
}

// write fails if the client reads nothing for the write timeout [9.4]. The kernel accepts
// bytes only in large steps, so this checks from time to time how much it has queued.
func (c *connection) write(frame []byte) error {
	takenAt, queuedBefore := time.Now(), 0
	for len(frame) > 0 {
		c.conn.SetWriteDeadline(time.Now().Add(c.writeTimeout / 8))
		n, err := c.conn.Write(frame)
		if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
			return err
		}
		frame = frame[n:]
		queued := c.queued()
		if n > 0 || queued < queuedBefore {
			takenAt = time.Now()
		} else if time.Since(takenAt) >= c.writeTimeout {
			c.conn.SetLinger(0) // the queued bytes are lost anyway
			c.conn.Close()
			return errors.New("write timeout")
		}
		queuedBefore = queued
	}
	return nil
}

// queued returns how many bytes the kernel holds that the client has not received.
func (c *connection) queued() int {
	var bytes int32
	raw, err := c.conn.SyscallConn()
	if err != nil {
		return 0
	}
	_ = raw.Control(func(fd uintptr) {
		syscall.Syscall(syscall.SYS_IOCTL, fd, syscall.TIOCOUTQ, uintptr(unsafe.Pointer(&bytes)))
	})
	return int(bytes)
}

// close lingers: closing with unread input would reset the connection, and the reset
// could destroy the last answer on its way [11.1, 11.2].
func (c *connection) close() {
	c.arming.Lock()
	c.lingering = true
	c.conn.SetReadDeadline(time.Now().Add(linger))
	c.arming.Unlock()
	if c.conn.CloseWrite() == nil {
		_, _ = io.Copy(io.Discard, c.conn)
	}
	c.conn.Close()
}

// ---- The server (section 10) ----

type server struct {
	limits
	methods  map[string]method
	keys     *keyTable
	stopping chan struct{} // closed at the stop signal

	mutex       sync.Mutex
	connections map[*connection]bool
	running     sync.WaitGroup
}

func (s *server) isStopping() bool {
	select {
	case <-s.stopping:
		return true
	default:
		return false
	}
}

// accept keeps at most maxConnections open; at the limit it waits.
func (s *server) accept(listener *net.TCPListener) {
	room := make(chan struct{}, s.maxConnections)
	for {
		room <- struct{}{}
		conn, err := listener.AcceptTCP()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			log.Printf("accept: %v", err)
			<-room
			time.Sleep(100 * time.Millisecond) // most likely there is no free descriptor
			continue
		}
		c := &connection{
			server:   s,
			conn:     conn,
			reader:   bufio.NewReaderSize(conn, 64*1024),
			name:     fmt.Sprintf("connection %v", conn.RemoteAddr()),
			inFlight: make(chan struct{}, s.maxInFlight),
		}
		c.touch()
		log.Printf("%s opened", c.name)
		if !s.add(c) {
			conn.Close()
			return
		}
		go func() {
			c.run()
			s.remove(c)
			<-room
		}()
	}
}

// add fails if the server is stopping.
func (s *server) add(c *connection) bool {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.isStopping() {
		return false
	}
	s.connections[c] = true
	s.running.Add(1)
	return true
}

func (s *server) remove(c *connection) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	delete(s.connections, c)
	s.running.Done()
}

// stop ends every connection after its calls in flight. Then the channel is closed.
func (s *server) stop(listener net.Listener) <-chan struct{} {
	listener.Close()
	s.mutex.Lock()
	close(s.stopping)
	for c := range s.connections {
		go c.interrupt()
	}
	s.mutex.Unlock()
	done := make(chan struct{})
	go func() {
		s.running.Wait()
		close(done)
	}()
	return done
}

// ---- The command (section 14) ----

// bounded is the value of a flag: an integer within bounds.
type bounded struct {
	value       *int64
	least, most int64
}

func (b bounded) String() string {
	if b.value == nil {
		return "0"
	}
	return strconv.FormatInt(*b.value, 10)
}

func (b bounded) Set(text string) error {
	value, err := strconv.ParseInt(text, 10, 64)
	if err != nil || value < b.least || value > b.most {
		return fmt.Errorf("expected an integer from %d to %d", b.least, b.most)
	}
	*b.value = value
	return nil
}

type options struct {
	limits
	host        string
	port        int64
	testMethods bool
	quiet       bool
}

// parseOptions returns flag.ErrHelp if the usage was requested and has been printed.
func parseOptions(arguments []string) (options, error) {
	var o options
	flags := flag.NewFlagSet("server", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	integer := func(name string, initial, least, most int64, usage string) *int64 {
		value := initial
		flags.Var(bounded{&value, least, most}, name, usage)
		return &value
	}
	const most = math.MaxInt32
	flags.StringVar(&o.host, "host", "127.0.0.1", "address to listen on")
	port := integer("port", 8080, 0, 65_535, "0 picks a free port")
	frameBytes := integer("max-frame-bytes", 4<<20, 1, most, "largest body of a frame")
	inFlight := integer("max-in-flight", 1_024, 1, most, "calls in flight per connection")
	connections := integer("max-connections", 900, 1, most, "open connections; others wait in the backlog")
	frameMs := integer("frame-timeout-ms", 30_000, 1, most, "from a frame's first byte to its last")
	idleMs := integer("idle-timeout-ms", 0, 0, most, "close an idle connection; 0 means never")
	writeMs := integer("write-timeout-ms", 30_000, 1, most, "answers wait and the client reads nothing")
	graceMs := integer("grace-ms", 5_000, 0, most, "from the stop signal to the exit")
	flags.BoolVar(&o.testMethods, "test-methods", false, "offer sleep, fail, blob and count")
	flags.BoolVar(&o.quiet, "quiet", false, "log nothing")
	err := flags.Parse(arguments)
	if err == flag.ErrHelp {
		fmt.Println("usage: server [--host HOST] [--port PORT] [FLAG …]")
		flags.VisitAll(func(f *flag.Flag) {
			fmt.Printf("  --%-18s %s (default: %s)\n", f.Name, f.Usage, f.DefValue)
		})
		return o, err
	}
	if err == nil && flags.NArg() > 0 {
		err = fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	ms := func(n *int64) time.Duration { return time.Duration(*n) * time.Millisecond }
	o.port = *port
	o.limits = limits{*frameBytes, *inFlight, *connections, ms(frameMs), ms(idleMs), ms(writeMs), ms(graceMs)}
	return o, err
}

func listen(o options) (*net.TCPListener, error) {
	address := net.JoinHostPort(o.host, strconv.FormatInt(o.port, 10))
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s: %w", address, err)
	}
	return listener.(*net.TCPListener), nil
}

func main() { os.Exit(run(os.Args[1:])) }

func run(arguments []string) int {
	o, err := parseOptions(arguments)
	if err == flag.ErrHelp {
		return 0
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "server: %v (--help shows the flags)\n", err)
		return 2
	}
	log.SetFlags(0)
	if o.quiet {
		log.SetOutput(io.Discard)
	}
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
	listener, err := listen(o)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	s := &server{
		limits:      o.limits,
		methods:     methods(o.testMethods),
		keys:        &keyTable{runs: map[[2]string]*keyed{}},
		stopping:    make(chan struct{}),
		connections: map[*connection]bool{},
	}
	go s.accept(listener)
	fmt.Printf("listening on %s\n", listener.Addr())

	<-signals
	done := s.stop(listener)
	select {
	case <-done:
	case <-time.After(s.grace):
	case second := <-signals: // [10.5]
		return 128 + int(second.(syscall.Signal))
	}
	return 0
}
