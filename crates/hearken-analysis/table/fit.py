"""Fits the rows of an embedding table to a sentence encoder: texts that it holds near each other shall be near by their rows, too.

python3 fit.py TABLE TOKENIZER.json TEXTS.txt TEACHER.npy OUT     needs numpy, torch, tokenizers; three minutes on one core

TABLE      folder with table_i8.bin, scale_f16.bin, vocab.txt, meta.json to start from
TEXTS.txt  one text a line; TEACHER.npy  float32 [texts, dimensions], the encoder's vectors of them, of length one
OUT        gets the same four files

Loss over a batch of 512: the divergence of the softmax over centred cosines between the batch's texts (temperature .1) from that of the
teacher (stochastic neighbour embedding: Hinton and Roweis 2002), beside .3 of the cosine distance to the teacher, brought to the table's
dimensions by the orthogonal map that fits best (Procrustes: Schönemann 1966), and a pull back to where the rows were."""
import json, os, shutil, sys
import numpy as np, torch
from tokenizers import Tokenizer

table, tokenizer, texts, teacher, out = sys.argv[1:6]
EPOCHS, BATCH, RATE, TEMPERATURE, COSINE, KEEP = 6, 512, 1e-3, 0.1, 0.3, 0.02
torch.manual_seed(1); random = np.random.default_rng(1)
dim = json.load(open(f"{table}/meta.json"))["dim"]
vocabulary = open(f"{table}/vocab.txt", encoding="utf8").read().splitlines()
row = {token: at for at, token in enumerate(vocabulary) if token != "[UNK]"}
rows = np.fromfile(f"{table}/table_i8.bin", np.int8).reshape(-1, dim) * np.fromfile(f"{table}/scale_f16.bin", np.float16).astype(np.float32)[:, None]
rows /= np.sqrt((rows ** 2).sum(1).mean())

split = Tokenizer.from_file(tokenizer); split.no_padding(); split.no_truncation()
lines = open(texts, encoding="utf8").read().splitlines()
tokens = [[row[t] for t in e.tokens if t in row] or [0] for e in split.encode_batch(lines, add_special_tokens=False)]
target = np.load(teacher).astype(np.float32)
assert len(tokens) == len(target), "as many teacher's vectors as texts"
unit = lambda x: torch.nn.functional.normalize(x, dim=1)
summed = lambda at, weights: torch.nn.functional.embedding_bag(
    torch.tensor([t for a in at for t in tokens[a]]), weights,
    torch.tensor(np.cumsum([0] + [len(tokens[a]) for a in at[:-1]])), mode="sum")
start = torch.tensor(rows); weights = torch.nn.Parameter(start.clone()); target = torch.tensor(target)
with torch.no_grad():
    u, _, v = torch.linalg.svd(target.T @ unit(summed(range(len(tokens)), start)), full_matrices=False)
    brought = target @ (u @ v)
steps = EPOCHS * (len(tokens) // BATCH); step = 0
adam = torch.optim.Adam([weights], lr=RATE, betas=(0.9, 0.99))
for epoch in range(EPOCHS):
    order = random.permutation(len(tokens))
    for at in order[: len(order) // BATCH * BATCH].reshape(-1, BATCH):
        own = unit(summed(at, weights)); alone = torch.eye(BATCH) * 1e4
        centred = lambda x: unit(x - x.mean(0))
        near = lambda x: (centred(x) @ centred(x).T) / TEMPERATURE - alone
        divergence = torch.nn.functional.kl_div(near(own).log_softmax(1), near(target[at]).softmax(1), reduction="batchmean")
        used = torch.tensor(sorted({t for a in at for t in tokens[a]}))
        pull = ((weights[used] - start[used]) ** 2).sum() / BATCH
        loss = COSINE * (1 - (own * brought[at]).sum(1)).mean() + divergence + KEEP * pull
        adam.zero_grad(); loss.backward()
        adam.param_groups[0]["lr"] = RATE * min(1, step / 30) * max(0.02, 1 - step / steps)
        adam.step(); step += 1
    print(f"round {epoch + 1} of {EPOCHS}: divergence {divergence:.3f}", flush=True)

fitted = weights.detach().numpy()
fitted[[at for at, token in enumerate(vocabulary) if token == "[UNK]"]] = 0
scales = (np.maximum(np.abs(fitted).max(1), 1e-9) / 127).astype(np.float16)
os.makedirs(out, exist_ok=True)
np.clip(np.rint(fitted / np.maximum(scales.astype(np.float32), 1e-8)[:, None]), -127, 127).astype(np.int8).tofile(f"{out}/table_i8.bin")
scales.tofile(f"{out}/scale_f16.bin")
for name in ("vocab.txt", "meta.json"):
    shutil.copy(f"{table}/{name}", f"{out}/{name}")
