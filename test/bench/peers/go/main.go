// What Go's standard library does with the same work: net/http on both sides, encoding/json, a map with a lock. Nothing is
// checked, bounded, counted or logged. Arguments: the services' ports, and "warm" to keep what was fetched.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
)

type customer struct {
	ID         string `json:"id"`
	Email      string `json:"email"`
	ExternalID string `json:"externalId"`
}

type question struct {
	CardKeys []string `json:"cardKeys"`
	Customer customer `json:"customer"`
}

type answer struct {
	Cards []json.RawMessage `json:"cards"`
}

var (
	ports  []int
	keeps  bool
	mutex  sync.RWMutex
	kept   = map[string][]byte{}
	client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
)

func fetch(port int, asked question, keys []string) ([]json.RawMessage, error) {
	body, err := json.Marshal(question{keys, asked.Customer})
	if err != nil {
		return nil, err
	}
	response, err := client.Post(fmt.Sprintf("http://127.0.0.1:%d/cards", port), "application/json", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	var answered answer
	return answered.Cards, json.Unmarshal(text, &answered)
}

// Keys are dealt out among the services in turn, as workload.ts does.
func fetchAll(asked question) map[string][]byte {
	groups := make([][]string, len(ports))
	for _, key := range asked.CardKeys {
		number, _ := strconv.Atoi(strings.TrimPrefix(key, "card-"))
		service := (number - 1) % len(ports)
		groups[service] = append(groups[service], key)
	}
	brought := make([][]json.RawMessage, len(ports))
	var group sync.WaitGroup
	for index, keys := range groups {
		if len(keys) == 0 {
			continue
		}
		group.Add(1)
		go func() {
			defer group.Done()
			cards, err := fetch(ports[index], asked, keys)
			if err != nil {
				fmt.Fprintln(os.Stderr, err)
			}
			brought[index] = cards
		}()
	}
	group.Wait()
	cards := map[string][]byte{}
	for index, keys := range groups {
		for place, card := range brought[index] {
			cards[keys[place]] = card
		}
	}
	return cards
}

func find(asked question) [][]byte {
	cards := make([][]byte, len(asked.CardKeys))
	if keeps {
		isWhole := true
		mutex.RLock()
		for index, key := range asked.CardKeys {
			cards[index] = kept[asked.Customer.ID+" "+key]
			isWhole = isWhole && cards[index] != nil
		}
		mutex.RUnlock()
		if isWhole {
			return cards
		}
	}
	fetched := fetchAll(asked)
	for index, key := range asked.CardKeys {
		cards[index] = fetched[key]
	}
	if keeps {
		mutex.Lock()
		for key, card := range fetched {
			kept[asked.Customer.ID+" "+key] = card
		}
		mutex.Unlock()
	}
	return cards
}

func serve(response http.ResponseWriter, request *http.Request) {
	body, err := io.ReadAll(request.Body)
	var asked question
	if err != nil || json.Unmarshal(body, &asked) != nil {
		response.WriteHeader(400)
		return
	}
	text := append([]byte(`{"cards":[`), bytes.Join(find(asked), []byte(","))...)
	text = append(text, "]}"...)
	response.Header().Set("Content-Type", "application/json")
	response.Header().Set("Content-Length", strconv.Itoa(len(text)))
	response.Write(text)
}

func main() {
	runtime.GOMAXPROCS(1)
	if err := json.Unmarshal([]byte(os.Args[1]), &ports); err != nil {
		panic(err)
	}
	keeps = len(os.Args) > 2 && os.Args[2] == "warm"
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Printf("{\"port\":%d}\n", listener.Addr().(*net.TCPAddr).Port)
	panic(http.Serve(listener, http.HandlerFunc(serve)))
}
